import { randomBytes } from 'node:crypto';
import { clockAt } from '#kernel/clock';
import { newId } from '#kernel/id';
import type { Caller } from '#chassis/identity/caller';
import { mountForTest } from '#chassis/testing/mounted';
import { linkToken } from '../actions/issue-link.ts';
import { IDENTITY_RULES, type IdentityRules } from '../domain/identity-rules.ts';
import type { Mail } from '../outside/mailer.ts';
import { totpCodes } from '../outside/totp-codes.ts';
import type { LinkPurpose } from '../storage/links.store.ts';
import { usersSubgraph } from '../subgraph.ts';

export const PASSWORD = 'vkwq zpmx tbhr lnds';

type Answer = Record<string, unknown> & { __typename: string };

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename
  ... on Refusal { code message }
  ... on SignedIn { accessToken refreshToken sessionId expiresAt user { id displayName } }
  ... on SecondFactorRequired { challengeToken } ... on TooManyAttempts { retryAfterSeconds } } }`;

/** The users subgraph on a database of its own, with cheap hashing, a wall clock that stands until it is moved, and mails caught. */
export async function usersWorld(
  rules: Partial<IdentityRules> = {},
  options: { background?: boolean; memoryKiB?: number } = {},
) {
  const wall = clockAt(new Date());
  const mails: Mail[] = [];
  const settings = {
    publicUrl: 'http://localhost:4000',
    firstAdministrator: null,
    issuer: 'http://localhost:4000',
    audience: 'graph',
    keyEncryptionKey: randomBytes(32),
    fileKey: randomBytes(32),
    mail: { from: 'no-reply@localhost', folder: 'never' },
    hashing: { memoryKiB: options.memoryKiB ?? 64, passes: 1, lanes: 1, atOnce: 4 },
    rules: { ...IDENTITY_RULES, evenTimeMs: 0, placeWidening: 1_000, ...rules },
  };
  const mailer = { send: async (mail: Mail) => void mails.push(mail), close: () => undefined };
  const users = await mountForTest(usersSubgraph(settings, { wall, mailer }), options);
  const rows = async <Row = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<Row[]> =>
    (await users.mounted.database.roadPool.query(sql, params)).rows as Row[];

  /** The one root field of an operation; top-level errors are thrown. */
  async function ask<T = Answer>(query: string, variables: object = {}, caller: Partial<Caller> = {}): Promise<T> {
    const result = await users.graphql(query, { ...variables }, { nonce: newId(), ...caller });
    if (result.errors) throw new Error(JSON.stringify(result.errors));
    return Object.values(result.data!)[0] as T;
  }
  const act = (name: string, type: string, fields: string, input: object, caller: Partial<Caller> = {}) =>
    ask(`mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { code message } ${fields} } }`, { input }, caller); // prettier-ignore

  /** The token of the last link made for an address, worked out as the mail job does. */
  async function linkFor(email: string, purpose: LinkPurpose): Promise<string> {
    const [link] = await rows<{ id: string }>(
      `select l.id from one_time_link l join account a on a.id = l.account_id where a.email = $1 and purpose = $2 order by l.id desc limit 1`,
      email,
      purpose,
    );
    if (!link) throw new Error(`no ${purpose} link for ${email}`);
    return linkToken(users.mounted.ports.box, link.id);
  }
  const signIn = (email: string, password = PASSWORD, caller: Partial<Caller> = {}) =>
    ask(SIGN_IN, { input: { email, password, tokenDelivery: 'BODY' } }, caller);
  const register = (email: string, caller: Partial<Caller> = {}, password = PASSWORD) =>
    act('registerUser', 'RegisterUserInput', '... on RegistrationAccepted { email }', { email, password, displayName: 'Ada' }, caller); // prettier-ignore
  const verify = (token: string) =>
    act('verifyEmail', 'VerifyEmailInput', '... on EmailVerified { userId }', { token });

  return {
    users,
    keyEncryptionKey: settings.keyEncryptionKey,
    fileKey: settings.fileKey,
    wall,
    mails,
    rows,
    ask,
    act,
    linkFor,
    register,
    verify,
    signIn,
    totp: totpCodes('test'),
    /** Registered, verified, signed in. */
    async member(name = `u${newId().slice(-12)}`) {
      const email = `${name}@example.org`;
      await register(email);
      const verified = await verify(await linkFor(email, 'VERIFY_EMAIL'));
      const userId = String(verified['userId']);
      const session = await signIn(email);
      const sessionId = String(session['sessionId']);
      const caller: Partial<Caller> = { kind: 'user', userId, sessionId, freshAuthAt: wall.now().getTime() };
      return {
        email,
        userId,
        sessionId,
        caller,
        refreshToken: String(session['refreshToken']),
        accessToken: String(session['accessToken']),
      };
    },
    /** A signed-in administrator, freshly authenticated. */
    async administrator(role: 'ADMIN' | 'SUPER_ADMIN' = 'ADMIN') {
      const admin = await this.member();
      await rows(
        `insert into user_role (id, user_id, role, reason, assigned_at) values (gen_random_uuid(), $1, $2, 'test', $3)`,
        admin.userId,
        role,
        users.clock.now(),
      );
      return { ...admin, caller: { ...admin.caller, roles: [role], permissions: ['user.update'] } };
    },
    refresh: (refreshToken: string) =>
      users.graphql(
        'mutation ($t: String!) { refreshSession(refreshToken: $t) { __typename ... on Refusal { code } ... on RefreshedSession { accessToken expiresAt } } }',
        { t: refreshToken },
        { kind: 'gateway', nonce: newId() },
      ),
    kindsOf: async (userId: string) =>
      (await rows<{ kind: string }>('select kind from security_log where user_id = $1 order by n', userId)).map(
        (row) => row.kind,
      ),
    eventsOf: async (userId: string) =>
      (await rows<{ type: string }>('select type from outbox where aggregate_id = $1 order by sequence', userId)).map(
        (row) => row.type,
      ),
    stop: () => users.stop(),
  };
}

export type UsersWorld = Awaited<ReturnType<typeof usersWorld>>;
