import { decodeProtectedHeader, jwtVerify } from 'jose';
import { z } from 'zod';
import { isId } from '#kernel/id';
import type { KeyRing } from './key-ring.ts';

/** What a verified access token says. Times are epoch milliseconds of the wall clock. */
export interface Identity {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly freshAuthAt: number | null;
  /** The access epoch of the session when the token was made. */
  readonly epoch: number;
  readonly expiresAt: number;
}

export interface TokenTerms {
  readonly issuer: string;
  readonly audience: string;
}

const LEEWAY_SECONDS = 30;
const MAX_TOKEN_LENGTH = 8_192;
const MAX_REMEMBERED = 10_000;

const id = z.string().refine(isId);
const claims = z.object({
  sub: id,
  sid: id,
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
  auth_time: z.number().nullish(),
  roles: z.array(z.string()).default([]),
  scope: z.string().default(''),
  ep: z.int().nonnegative(),
});

/** Verifies access tokens: one algorithm, one type, our issuer, our audience, our keys. Anything else is `undefined`, without a reason. */
export class TokenVerifier {
  private readonly remembered = new Map<string, { identity: Identity; kid: string }>();

  constructor(
    private readonly keys: KeyRing,
    private readonly terms: TokenTerms,
  ) {}

  async verify(token: string): Promise<Identity | undefined> {
    if (token.length > MAX_TOKEN_LENGTH) return undefined;
    const known = this.remembered.get(token);
    const kid = known?.kid ?? keyIdOf(token);
    // asked first even for a remembered token: a withdrawn key takes its tokens with it
    const key = kid === undefined ? undefined : await this.keys.find(kid);
    if (!key || kid === undefined) return undefined;
    if (known) return this.stillGood(token, known.identity);
    const identity = await this.read(token, key);
    if (identity) this.remember(token, { identity, kid });
    return identity;
  }

  private async read(token: string, key: CryptoKey): Promise<Identity | undefined> {
    const verified = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      issuer: this.terms.issuer,
      audience: this.terms.audience,
      clockTolerance: LEEWAY_SECONDS,
      requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp', 'ep'],
    }).catch(() => undefined);
    const read = verified && claims.safeParse(verified.payload);
    if (!read?.success) return undefined;
    const { sub, sid, roles, scope, auth_time: authTime, ep, exp } = read.data;
    return {
      userId: sub,
      sessionId: sid,
      roles,
      permissions: scope.split(' ').filter((word) => word !== ''),
      freshAuthAt: authTime == null ? null : authTime * 1000,
      epoch: ep,
      expiresAt: exp * 1000,
    };
  }

  private stillGood(token: string, identity: Identity): Identity | undefined {
    if (identity.expiresAt + LEEWAY_SECONDS * 1000 > Date.now()) return identity;
    this.remembered.delete(token);
    return undefined;
  }

  private remember(token: string, entry: { identity: Identity; kid: string }): void {
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.delete(this.remembered.keys().next().value!);
    this.remembered.set(token, entry);
  }
}

/** Only the key id is read from the unverified header; `jku`, `x5u` and `jwk` are never looked at. */
function keyIdOf(token: string): string | undefined {
  try {
    const { kid, alg, typ } = decodeProtectedHeader(token);
    return alg === 'EdDSA' && typ === 'at+jwt' && typeof kid === 'string' && kid.length <= 200 ? kid : undefined;
  } catch {
    return undefined;
  }
}
