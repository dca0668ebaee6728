import type { CryptoKey } from 'jose';
import { importJWK } from 'jose';
import { z } from 'zod';
import type { IdentitySource } from './source.ts';

const jwks = z.object({
  keys: z.array(z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), kid: z.string(), x: z.string() })),
});

/** Forged key ids must not become a way to hammer the identity subgraph. */
const MISS_PAUSE_MS = 2_000;
const FIRST_PAUSE_MS = 200;
/** A key that was withdrawn is forgotten within this. */
const REFRESH_MS = 60_000;

/** The public keys by id, from our own identity subgraph only: what a token says about where to find keys is never read. */
export class KeyRing {
  /** The last JWKS as text, for `/.well-known/jwks.json`. */
  text = '';
  private keys = new Map<string, CryptoKey>();
  private loadedAt = -Infinity;
  private triedAt = -Infinity;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly source: IdentitySource,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get ready(): boolean {
    return this.keys.size > 0;
  }

  /** Throws while no keys could be had at all: then nobody can say whether a token is good. */
  async find(kid: string): Promise<CryptoKey | undefined> {
    const age = this.now() - this.loadedAt;
    if (age > REFRESH_MS && this.ready) void this.load().catch(() => undefined); // the old ones serve meanwhile
    const known = this.keys.get(kid);
    if (known) return known;
    const pauseMs = this.ready ? MISS_PAUSE_MS : FIRST_PAUSE_MS;
    if (this.now() - this.triedAt >= pauseMs || this.loading) await this.load();
    if (!this.ready) throw new Error('there are no signing keys yet');
    return this.keys.get(kid);
  }

  /** Fetches the keys now; concurrent calls share one fetch. */
  load(): Promise<void> {
    this.loading ??= this.fetch().finally(() => (this.loading = undefined));
    return this.loading;
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
