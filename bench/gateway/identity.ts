import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { newId } from '#kernel/id';
import type { SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';

export const TERMS = { issuer: 'https://bench.example', audience: 'bench' };

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@inaccessible"])`;

/** The subgraph that owns identity, for the contender that checks who asks: one key, one session that stays good, a quiet stream. */
export async function identity() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA', use: 'sig' }] });
  const session = { sessionId: newId(), epoch: 1, active: true };
  const seconds = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({ sid: session.sessionId, jti: newId(), roles: [], scope: '', ep: 1 })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k' })
    .setSubject(newId())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 3_600)
    .setIssuer(TERMS.issuer)
    .setAudience(TERMS.audience)
    .sign(privateKey);
  const endpoint: SubgraphEndpoint = {
    execute: async ({ query }) => ({
      data: query.includes('signingKeys') ? { signingKeys: keys } : { sessionAccess: [session] },
    }),
    subscribe: async () => beats(),
  };
  return { endpoint, authorization: `Bearer ${token}` };
}

export const IDENTITY = {
  name: 'identity',
  typeDefs: `${LINK}
    type Query { signingKeys: String! @inaccessible sessionAccess(sessionIds: [ID!]!): [SessionAccess!]! @inaccessible open: Boolean }
    type Mutation { refreshSession(refreshToken: String!): Boolean @inaccessible  nothing: Boolean }
    type Subscription { accessChanged(after: String): AccessChange! @inaccessible nothing: Boolean }
    type SessionAccess @inaccessible { sessionId: ID! epoch: Int! active: Boolean! }
    type AccessChange @inaccessible { token: String! sessionId: ID epoch: Int! active: Boolean! }`,
};

async function* beats(): AsyncGenerator<SubgraphResult> {
  for (let token = 0; ; token++) {
    yield { data: { accessChanged: { token: String(token), sessionId: null, epoch: 0, active: true } } };
    await new Promise((resolve) => setTimeout(resolve, 1_000).unref());
  }
}
