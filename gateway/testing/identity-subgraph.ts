import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWTHeaderParameters } from 'jose';
import { newId } from '#kernel/id';
import type { Scope } from '#chassis/mount/scope';
import { endpointOf } from './endpoint-of.ts';
import { Stream } from './stream.ts';

export const ISSUER = 'https://test.example';
export const AUDIENCE = 'test-graph';

const SDL = `
  type Query {
    signingKeys: String! @inaccessible
    sessionAccess(sessionIds: [ID!]!): [SessionAccess!]! @inaccessible
    me: User @authenticated
    users: [User] @requiresScopes(scopes: [["user.list"], ["user.admin", "user.read"]])
    vault: String @policy(policies: [["vip"]])
    echo(text: String!, times: Int = 1): String
    who: Seen
    found: [Found]
    fault: String
    slow: String
  }
  type Mutation {
    refreshSession(refreshToken: String!): RefreshSessionResult @inaccessible
    rename(name: String!): User @authenticated
    signIn(name: String!): String
  }
  type Subscription {
    accessChanged(after: String): AccessChange! @inaccessible
    renamed: User @authenticated
    ticks: Int
  }
  type SessionAccess @inaccessible { sessionId: ID! epoch: Int! active: Boolean! }
  type AccessChange @inaccessible { token: String! sessionId: ID epoch: Int! active: Boolean! }
  type RefreshedSession @inaccessible { accessToken: String! expiresAt: String! }
  type RefreshRefused @inaccessible { code: String! message: String! }
  union RefreshSessionResult @inaccessible = RefreshedSession | RefreshRefused
  "What a subgraph learns of the caller."
  type Seen { kind: String userId: ID permissions: [String!] ip: String nonce: String }
  type User @key(fields: "id") { id: ID! name: String email: String @authenticated }
  type Public { title: String }
  type Hidden @requiresScopes(scopes: [["hidden.read"]]) { title: String }
  interface Titled { title: String }
  type Book implements Titled { title: String @authenticated }
  union Found = Public | Hidden
  extend type Query { titled: Titled open: Public hidden: Hidden }
`;

export interface TokenChanges {
  header?: Partial<JWTHeaderParameters>;
  claims?: Record<string, unknown>;
  expiresIn?: number;
  issuer?: string;
  audience?: string;
  key?: CryptoKey | Uint8Array;
}

/** A small subgraph that really owns identity: it signs tokens, keeps sessions, and streams their changes. */
export async function identitySubgraph() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'EdDSA', use: 'sig' };
  const sessions = new Map<string, { sessionId: string; epoch: number; active: boolean }>();
  const changes = new Stream<object>();
  const renames = new Stream<object>();
  const ticks = new Stream<number>();
  const names = new Map<string, string>();
  const outage = { down: false, asked: 0, silent: false, slowCalls: 0 };
  let serial = 0;

  const standing = (): void => {
    if (outage.down) throw new Error('the database is down');
  };
  const user = (id: string) => ({ __typename: 'User', id, name: names.get(id) ?? 'Ada', email: 'ada@example.org' });
  const tell = (sessionId: string | null, epoch: number, active: boolean): void =>
    changes.publish({ accessChanged: { token: String(++serial), sessionId, epoch, active } });
  const heart = setInterval(() => outage.silent || outage.down || tell(null, 0, true), 50).unref();

  const resolvers = {
    Query: {
      signingKeys: () => {
        standing();
        return JSON.stringify({ keys: [jwk] });
      },
      sessionAccess: (_: unknown, { sessionIds }: { sessionIds: string[] }) => {
        outage.asked += 1;
        standing();
        return sessionIds.map((id) => sessions.get(id) ?? { sessionId: id, epoch: 0, active: false });
      },
      me: (_: unknown, __: unknown, { caller }: Scope) => user(caller.userId!),
      users: () => [user('1'), user('2')],
      vault: () => 'gold',
      echo: (_: unknown, { text, times }: { text: string; times: number }) => text.repeat(times),
      who: (_: unknown, __: unknown, { caller }: Scope) => caller,
      found: () => [{ __typename: 'Public', title: 'open' }],
      titled: () => ({ __typename: 'Book', title: 'A book' }),
      open: () => ({ title: 'open' }),
      hidden: () => ({ title: 'hidden' }),
      fault: () => {
        throw new Error('select * from users where password = 1');
      },
      slow: async () => {
        outage.slowCalls += 1;
        await new Promise<void>((resolve) => void setTimeout(resolve, 300));
        return 'done';
      },
    },
    Mutation: {
      refreshSession: (_: unknown, { refreshToken }: { refreshToken: string }, scope: Scope) => {
        if (refreshToken !== 'good') return { __typename: 'RefreshRefused', code: 'NO', message: 'no' };
        scope.setCookie('refresh=next; HttpOnly; Secure; SameSite=Strict; Path=/auth; Max-Age=60');
        return { __typename: 'RefreshedSession', accessToken: 'fresh', expiresAt: '2030-01-01T00:00:00.000Z' };
      },
      rename: (_: unknown, { name }: { name: string }, { caller }: Scope) => {
        names.set(caller.userId!, name);
        renames.publish({ renamed: user(caller.userId!) });
        return user(caller.userId!);
      },
      signIn: (_: unknown, { name }: { name: string }, scope: Scope) => {
        scope.setCookie('refresh=good; HttpOnly; Secure; SameSite=Strict; Path=/auth; Max-Age=60');
        return `hello ${name}`;
      },
    },
    Subscription: {
      accessChanged: {
        subscribe: () => {
          standing();
          return changes.follow();
        },
      },
      renamed: { subscribe: () => renames.follow() },
      ticks: { subscribe: () => ticks.follow(), resolve: (value: unknown) => value },
    },
    User: { __resolveReference: ({ id }: { id: string }) => user(id) },
  };
  const { endpoint, typeDefs } = endpointOf(SDL, resolvers);

  async function token(session: { userId: string; sessionId: string }, changes_: TokenChanges = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const epoch = sessions.get(session.sessionId)?.epoch ?? 1;
    const claims = { sid: session.sessionId, jti: newId(), roles: ['FOUNDER'], scope: '', auth_time: now, ep: epoch };
    return new SignJWT({ ...claims, ...changes_.claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'key-1', ...changes_.header })
      .setSubject(session.userId)
      .setIssuedAt(now)
      .setIssuer(changes_.issuer ?? ISSUER)
      .setAudience(changes_.audience ?? AUDIENCE)
      .setExpirationTime(now + (changes_.expiresIn ?? 900))
      .sign(changes_.key ?? privateKey);
  }

  return {
    endpoint,
    typeDefs,
    token,
    outage,
    ticks,
    renames,
    jwk,
    openSession: () => {
      const session = { userId: newId(), sessionId: newId() };
      sessions.set(session.sessionId, { sessionId: session.sessionId, epoch: 1, active: true });
      return session;
    },
    /** A role changed: tokens of before are no longer good. */
    bump: (sessionId: string) => {
      const state = sessions.get(sessionId)!;
      state.epoch += 1;
      if (!outage.silent) tell(sessionId, state.epoch, state.active);
    },
    revoke: (sessionId: string) => {
      const state = sessions.get(sessionId)!;
      state.active = false;
      if (!outage.silent) tell(sessionId, state.epoch, false);
    },
    stop: () => clearInterval(heart),
  };
}

export type IdentitySubgraph = Awaited<ReturnType<typeof identitySubgraph>>;
