/** What the page knows about the person in front of it. Tokens live in memory only; the refresh token is a cookie that no script can read. */
export type SessionState =
  | { readonly status: 'starting' }
  | { readonly status: 'signedOut' }
  | { readonly status: 'signedIn'; readonly token: string; readonly expiresAtMs: number; readonly claims: Claims };

/** The claims of the access token that the page shows. It reads them, it never trusts them: the gateway verifies. */
export interface Claims {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly lifetimeMs: number;
}

/** How the session reaches the world; given in, so that tests need no browser. */
export interface SessionWorld {
  /** `POST /auth/refresh`: a fresh access token, `null` when there is no session, and it throws when nobody answered. */
  refresh(): Promise<string | null>;
  /** Runs one refresh at a time across all tabs: two tabs sending one refresh token would look like theft. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  nowMs(): number;
  later(work: () => void, delayMs: number): () => void;
}

/** A token that ends within this time is renewed before it is used. */
const MARGIN_MS = 15_000;
const RETRY_MS = 5_000;

/** Holds the session of one page and keeps it fresh without being asked. */
export class Session {
  private state: SessionState = { status: 'starting' };
  private readonly listeners = new Set<() => void>();
  private cancelTimer = (): void => undefined;
  private renewing: Promise<void> | null = null;

  constructor(private readonly world: SessionWorld) {}

  readonly current = (): SessionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes over a token that a sign-in has just returned. */
  accept(token: string): void {
    const claims = claimsOf(token);
    // Counted from now by the token's own length, so that a wrong clock on this machine does no harm.
    const expiresAtMs = this.world.nowMs() + claims.lifetimeMs;
    this.become({ status: 'signedIn', token, expiresAtMs, claims });
    this.renewIn(Math.max(claims.lifetimeMs - Math.max(MARGIN_MS * 2, claims.lifetimeMs * 0.2), 1_000));
  }

  /** Forgets the token on this page. The caller ends the session at the server. */
  forget(): void {
    this.cancelTimer();
    this.become({ status: 'signedOut' });
  }

  /** A token that is good for at least a quarter of a minute, or null when nobody is signed in. */
  async freshToken(): Promise<string | null> {
    if (this.state.status === 'starting') await this.renew();
    if (this.state.status === 'signedIn' && this.state.expiresAtMs - this.world.nowMs() < MARGIN_MS) await this.renew();
    return this.state.status === 'signedIn' ? this.state.token : null;
  }

  /** Asks the server for a fresh token; calls made meanwhile share the answer. */
  renew(): Promise<void> {
    this.renewing ??= this.renewNow().finally(() => (this.renewing = null));
    return this.renewing;
  }

  private async renewNow(): Promise<void> {
    const before = this.state;
    try {
      const token = await this.world.exclusively(() => this.world.refresh());
      // Somebody signed in or out while the question was on its way: that answer is newer than this one.
      if (this.state !== before) return;
      if (token === null) this.forget();
      else this.accept(token);
    } catch {
      const stillGood = before.status === 'signedIn' && before.expiresAtMs > this.world.nowMs();
      if (this.state !== before) return;
      if (stillGood) this.renewIn(RETRY_MS);
      else this.forget();
    }
  }

  private renewIn(delayMs: number): void {
    this.cancelTimer();
    this.cancelTimer = this.world.later(() => void this.renew(), delayMs);
  }

  private become(state: SessionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

/** Reads the claims of a JWT without verifying it. */
export function claimsOf(token: string): Claims {
  const part = token.split('.')[1] ?? '';
  const bytes = Uint8Array.from(
    atob(part.replaceAll('-', '+').replaceAll('_', '/')),
    (char) => char.codePointAt(0) ?? 0,
  );
  const body = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const scope = typeof body['scope'] === 'string' ? body['scope'] : '';
  return {
    sub: String(body['sub']),
    roles: Array.isArray(body['roles']) ? body['roles'].map(String) : [],
    permissions: scope.split(' ').filter(Boolean),
    lifetimeMs: Math.max(0, Number(body['exp']) - Number(body['iat'])) * 1000,
  };
}
