import { setTimeout } from 'node:timers/promises';
import type { CryptoKey } from 'jose';
import { importJWK } from 'jose';
import { z } from 'zod';
import type { IdentitySource } from './source.ts';

const jwks = z.object({
  keys: z.array(z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), kid: z.string(), x: z.string() })),
});

/** Forged key ids must not become a way to hammer the identity subgraph: between two loads is this, however many ask. */
const MISS_PAUSE_MS = 2_000;
const FIRST_PAUSE_MS = 200;
/** A key that was withdrawn is forgotten within this. */
const REFRESH_MS = 60_000;
/** Who waits costs little more than the request that is open anyway. Beyond this nobody is told that a token is bad, only to come again. */
const MAX_WAITING = 10_000;

/** The public keys by id, from our own identity subgraph only: what a token says about where to find keys is never read. */
export class KeyRing {
  /** The last JWKS as text, for `/.well-known/jwks.json`. */
  text = '';
  private keys = new Map<string, CryptoKey>();
  private loadedAt = -Infinity;
  private triedAt = -Infinity;
  private loading: Promise<void> | undefined;
  /** The load that has not begun, for all who wait for one. */
  private upcoming: Promise<void> | undefined;
  private waiting = 0;

  constructor(
    private readonly source: IdentitySource,
    private readonly now: () => number = () => performance.now(),
    private readonly pause: (ms: number) => Promise<unknown> = (ms) => setTimeout(ms, undefined, { ref: false }),
  ) {}

  /** The ids of the keys that are known, which are no secret. */
  get ids(): readonly string[] {
    return [...this.keys.keys()];
  }

  get ready(): boolean {
    return this.keys.size > 0;
  }

  /**
   * An id that is not known is looked for in keys that were asked for after it was: it may be new, and a request under it is not refused because
   * somebody else brought a forged one a moment ago. Throws while no keys could be had at all, or too many wait: then nobody can say
   * whether a token is good.
   */
  async find(kid: string): Promise<CryptoKey | undefined> {
    const age = this.now() - this.loadedAt;
    if (age > REFRESH_MS && this.ready) void this.load().catch(() => undefined); // the old ones serve meanwhile
    const known = this.keys.get(kid);
    if (known) return known;
    if (this.waiting >= MAX_WAITING) throw new Error('too many wait for signing keys');
    this.waiting += 1;
    try {
      await this.loading?.catch(() => undefined);
      if (!this.keys.has(kid)) await this.loadNext();
    } finally {
      this.waiting -= 1;
    }
    if (!this.ready) throw new Error('there are no signing keys yet');
    return this.keys.get(kid);
  }

  /** Fetches the keys now; concurrent calls share one fetch. */
  load(): Promise<void> {
    this.loading ??= this.fetch().finally(() => (this.loading = undefined));
    return this.loading;
  }

  /** A load that begins after the pause, and after one that is on its way: that may have been answered before a key was made. */
  private loadNext(): Promise<void> {
    this.upcoming ??= this.turn().then(() => {
      this.upcoming = undefined; // whoever comes from here on may ask for a newer key than this load finds
      return this.load();
    });
    return this.upcoming;
  }

  private async turn(): Promise<void> {
    for (let ms = this.pauseLeft(); this.loading || ms > 0; ms = this.pauseLeft())
      await (this.loading?.catch(() => undefined) ?? this.pause(ms));
  }

  private pauseLeft(): number {
    return this.triedAt + (this.ready ? MISS_PAUSE_MS : FIRST_PAUSE_MS) - this.now();
  }

  private async fetch(): Promise<void> {
    this.triedAt = this.now();
    const text = await this.source.signingKeys();
    const { keys } = jwks.parse(JSON.parse(text));
    const imported = await Promise.all(
      keys.map(
        async ({ kty, crv, kid, x }) => [kid, (await importJWK({ kty, crv, x }, 'EdDSA')) as CryptoKey] as const,
      ),
    );
    this.keys = new Map(imported);
    this.text = text;
    this.loadedAt = this.now();
  }
}
