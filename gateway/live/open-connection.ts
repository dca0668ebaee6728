import type { Client } from '../identity/authenticate.ts';
import type { Identity } from '../identity/verify-token.ts';
import { CLOSE, type Closing } from './close-codes.ts';

/** setTimeout counts in 31 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A socket or a stream, and whom it belongs to. It lives as long as its token, which a fresh one of the same session extends. */
export abstract class OpenConnection {
  /** What limits count by, once the connection has said who it is. */
  holder: string | undefined;
  /** Spreads the heartbeats of many connections over time. */
  turn = 0;
  /** Called when a fresh token may have brought other rights. */
  readonly onFreshToken = new Set<() => void>();
  private who: Identity | null = null;
  private expiry: NodeJS.Timeout | undefined;
  private readonly leaving = new AbortController();

  constructor(
    readonly client: Client,
    /** How often it is asked for a sign of life. */
    readonly beatMs: number,
  ) {}

  get identity(): Identity | null {
    return this.who;
  }

  /** Aborts when the connection is gone. */
  get gone(): AbortSignal {
    return this.leaving.signal;
  }

  become(identity: Identity | null): void {
    this.who = identity;
    clearTimeout(this.expiry);
    if (identity)
      this.expiry = setTimeout(
        () => this.close(CLOSE.rights),
        Math.min(Math.max(0, identity.expiresAt - Date.now()), LONGEST_TIMER_MS),
      ).unref();
    for (const listener of this.onFreshToken) listener();
  }

  /** Says a last word and ends; does nothing when it has ended. */
  abstract close(closing: Closing): void;

  /** Sends a sign of life; false, and nothing sent, when the other side has not taken or answered the one before. */
  abstract beat(): boolean;

  /** Ends at once, without a word to a side that no longer listens. */
  abstract terminate(): void;

  /** To be called once, when nothing can be said any more. */
  protected end(reason: string): void {
    clearTimeout(this.expiry);
    this.leaving.abort(new Error(reason));
  }
}
