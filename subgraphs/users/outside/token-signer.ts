import { createPrivateKey, generateKeyPair as generateKeyPairCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';

const generateKeyPair = promisify(generateKeyPairCallback);

export interface NewSigningKey {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  readonly publicJwk: Readonly<Record<string, string>>;
  /** PKCS #8, DER. */
  readonly privateKey: Buffer;
}

/** The claims of an access token besides iss, aud, jti, iat and exp. Times are seconds since the epoch. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly authTime: number;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly epoch: number;
}

export interface TokenSigner {
  newKey(): Promise<NewSigningKey>;
  sign(
    key: { kid: string; privateKey: Buffer },
    claims: AccessClaims,
    token: { id: string; issuedAtMs: number; expiresAtMs: number },
  ): Promise<string>;
}

/** Ed25519 (RFC 8037), access tokens as in RFC 9068. */
export function joseSigner(issuer: string, audience: string): TokenSigner {
  return {
    async newKey() {
      const { publicKey, privateKey } = await generateKeyPair('ed25519');
      const jwk = await exportJWK(publicKey);
      const kid = await calculateJwkThumbprint(jwk);
      return {
        kid,
        publicJwk: { kty: jwk.kty!, crv: jwk.crv!, x: jwk.x!, kid, alg: 'EdDSA', use: 'sig' },
        privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
      };
    },
    sign: (key, claims, token) =>
      new SignJWT({
        sid: claims.sessionId,
        auth_time: claims.authTime,
        roles: [...claims.roles],
        scope: claims.permissions.join(' '),
        ep: claims.epoch,
      })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(claims.userId)
        .setJti(token.id)
        .setIssuedAt(Math.floor(token.issuedAtMs / 1000))
        .setExpirationTime(Math.floor(token.expiresAtMs / 1000))
        .sign(createPrivateKey({ key: key.privateKey, format: 'der', type: 'pkcs8' })),
  };
}
