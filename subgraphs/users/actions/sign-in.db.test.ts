import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { PASSWORD, usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld();
});
afterAll(() => world.stop());

const WRONG = 'a quite different password';

describe('registration', () => {
  test('makes a pending GUEST whose mailed link makes an active MEMBER, once', async () => {
    const email = 'first@example.org';
    expect(await world.register(' First@Example.ORG ')).toEqual({ __typename: 'RegistrationAccepted', email });
    const token = await world.linkFor(email, 'VERIFY_EMAIL');
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.verify(token)));
    expect(answers.filter((answer) => answer.__typename === 'EmailVerified')).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === 'AccountLinkInvalid')).toHaveLength(7);
    const [account] = await world.rows('select id, status, email_verified_at from account where email = $1', email);
    expect(account).toMatchObject({ status: 'ACTIVE' });
    expect(await world.eventsOf(String(account!['id']))).toEqual(['user.registered', 'user.email_verified']);
    const session = await world.signIn(email);
    const claims = JSON.parse(Buffer.from(String(session['accessToken']).split('.')[1]!, 'base64url').toString());
    expect(claims.roles).toEqual(['GUEST', 'MEMBER']);
  });

  test('answers the same for an address that is taken, and leaves one account with its first password', async () => {
    const { email, userId } = await world.member();
    const fresh = await world.register('fresh@example.org');
    const taken = await world.register(email, {}, 'another entirely new phrase');
    expect(taken).toEqual({ ...fresh, email });
    expect(await world.signIn(email)).toMatchObject({ __typename: 'SignedIn' });
    expect(await world.kindsOf(userId)).toContain('registration_of_taken_address');
  });

  test('by twenty at once makes one account', async () => {
    const email = 'twenty@example.org';
    await Promise.all(Array.from({ length: 20 }, () => world.register(email)));
    expect(await world.rows('select 1 from account where email = $1', email)).toHaveLength(1);
    expect(await world.signIn(email)).toMatchObject({ __typename: 'SignedIn' });
  });

  test('of a pending address under another password makes that password worthless until the mailbox resets it', async () => {
    const email = 'hijack@example.org';
    await world.register(email, {}, 'what the attacker chose');
    await world.register(email);
    await world.verify(await world.linkFor(email, 'VERIFY_EMAIL'));
    expect(await world.signIn(email, 'what the attacker chose')).toMatchObject({ code: 'PASSWORD_RESET_REQUIRED' });
  });

  test('refuses nonsense with the reason, and leaves nothing', async () => {
    const before = await world.rows('select count(*) from account');
    expect(await world.register('nonsense')).toMatchObject({ code: 'EMAIL_ADDRESS_INVALID' });
    expect(await world.register('weak@example.org', {}, 'Password1234')).toMatchObject({ code: 'WEAK_PASSWORD' });
    expect(await world.rows('select count(*) from account')).toEqual(before);
  });

  test('link expires after 24 hours and dies when a newer one is made', async () => {
    const email = 'late@example.org';
    await world.register(email);
    const first = await world.linkFor(email, 'VERIFY_EMAIL');
    await world.register(email);
    const second = await world.linkFor(email, 'VERIFY_EMAIL');
    expect(await world.verify(first)).toMatchObject({ code: 'ACCOUNT_LINK_INVALID' });
    world.wall.advance(24 * 3_600_000);
    expect(await world.verify(second)).toMatchObject({ code: 'ACCOUNT_LINK_INVALID' });
  });
});

describe('sign-in', () => {
  test('gives a token that verifies against the published keys and says what the door needs', async () => {
    const { accessToken, userId, sessionId } = await world.member();
    const jwks = await world.ask<string>('{ signingKeys }', {}, { kind: 'gateway' });
    const { payload, protectedHeader } = await jwtVerify(accessToken, createLocalJWKSet(JSON.parse(jwks)), {
      issuer: 'http://localhost:4000',
      audience: 'graph',
      typ: 'at+jwt',
      algorithms: ['EdDSA'],
      currentDate: world.wall.now(),
    });
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({ sub: userId, sid: sessionId, ep: 1, scope: expect.stringContaining('user.read') });
    expect(payload.exp! - payload.iat!).toBe(600);
    expect(payload['auth_time']).toBe(Math.floor(world.wall.now().getTime() / 1000));
  });

  test('refuses an unknown address and a wrong password with one and the same answer', async () => {
    const { email } = await world.member();
    const unknown = await world.signIn('nobody@example.org', WRONG, { ip: '198.51.100.1' });
    expect(await world.signIn(email, WRONG, { ip: '198.51.100.2' })).toEqual(unknown);
    expect(unknown).toMatchObject({ code: 'WRONG_CREDENTIALS' });
  });

  test('of fifty parallel guesses looks at five; the owner elsewhere stays free', async () => {
    const { email, userId } = await world.member();
    const guesses = await Promise.all(
      Array.from({ length: 50 }, () => world.signIn(email, WRONG, { ip: '203.0.113.7' })),
    );
    expect(guesses.filter((guess) => guess['code'] === 'WRONG_CREDENTIALS')).toHaveLength(5);
    expect(guesses.filter((guess) => guess['code'] === 'TOO_MANY_ATTEMPTS')).toHaveLength(45);
    expect(await world.signIn(email, PASSWORD, { ip: '203.0.113.7' })).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    expect(await world.signIn(email, PASSWORD, { ip: '192.0.2.9' })).toMatchObject({ __typename: 'SignedIn' });
    expect(await world.eventsOf(userId)).toContain('user.throttled');
    world.wall.advance(61_000);
    expect(await world.signIn(email, PASSWORD, { ip: '203.0.113.7' })).toMatchObject({ __typename: 'SignedIn' });
  });

  test('throttles an unknown address exactly as a known one', async () => {
    const codes: unknown[] = [];
    for (let i = 0; i < 6; i++)
      codes.push((await world.signIn('ghost@example.org', WRONG, { ip: '203.0.113.8' }))['code']);
    expect(codes).toEqual([...Array<string>(5).fill('WRONG_CREDENTIALS'), 'TOO_MANY_ATTEMPTS']);
  });

  test('puts the refresh token into a cookie, and into the body only when asked', async () => {
    const { email } = await world.member();
    const result = await world.users.graphql(
      `mutation ($i: SignInInput!) { signIn(input: $i) { ... on SignedIn { refreshToken } } }`,
      { i: { email, password: PASSWORD } },
      {},
    );
    expect(result.data).toEqual({ signIn: { refreshToken: null } });
    expect(result.extensions?.cookies?.[0]).toMatch(
      /^refresh=[\w-]{43}; HttpOnly; Secure; SameSite=Strict; Path=\/auth; Max-Age=1209600$/,
    );
  });
});

describe('refresh', () => {
  const cookieOf = (result: Awaited<ReturnType<UsersWorld['refresh']>>) =>
    /^refresh=([^;]+)/.exec(result.extensions?.cookies?.[0] ?? '')?.[1] ?? '';
  const typeOf = (result: Awaited<ReturnType<UsersWorld['refresh']>>) =>
    (result.data?.['refreshSession'] as { __typename: string }).__typename;

  test('by fifty at once rotates once: everybody gets the same child', async () => {
    const { refreshToken, sessionId } = await world.member();
    const results = await Promise.all(Array.from({ length: 50 }, () => world.refresh(refreshToken)));
    expect(results.map(typeOf)).toEqual(Array(50).fill('RefreshedSession'));
    expect(new Set(results.map(cookieOf)).size).toBe(1);
    expect(await world.rows('select 1 from refresh_token where session_id = $1', sessionId)).toHaveLength(2);
  });

  test('with a parent after the grace of ten seconds ends the family, child and all', async () => {
    const { refreshToken, sessionId, userId } = await world.member();
    const child = cookieOf(await world.refresh(refreshToken));
    world.wall.advance(10_001);
    expect(typeOf(await world.refresh(refreshToken))).toBe('SessionEnded');
    expect(typeOf(await world.refresh(child))).toBe('SessionEnded');
    expect(await world.kindsOf(userId)).toContain('refresh_token_reused');
    const access = await world.ask('query ($ids: [ID!]!) { sessionAccess(sessionIds: $ids) { epoch active } }', { ids: [sessionId] }, { kind: 'gateway' }); // prettier-ignore
    expect(access).toEqual([{ epoch: 2, active: false }]);
  });

  test('with a grandparent ends the family even within ten seconds', async () => {
    const { refreshToken } = await world.member();
    const child = cookieOf(await world.refresh(refreshToken));
    await world.refresh(child);
    expect(typeOf(await world.refresh(refreshToken))).toBe('SessionEnded');
  });

  test('ends after 14 idle days, and after 30 days in all', async () => {
    const idle = await world.member();
    let busy = (await world.member()).refreshToken;
    for (let day = 0; day < 29; day += 10) {
      world.wall.advance(9.6 * 86_400_000);
      const result = await world.refresh(busy);
      expect(typeOf(result)).toBe('RefreshedSession');
      busy = cookieOf(result);
    }
    expect(typeOf(await world.refresh(idle.refreshToken))).toBe('SessionEnded');
    world.wall.advance(1.3 * 86_400_000);
    expect(typeOf(await world.refresh(busy))).toBe('SessionEnded');
  });

  test('of an administrator ends after twelve hours, also when the role came during the session', async () => {
    const { userId, refreshToken, email } = await world.member();
    await world.rows(`insert into user_role (id, user_id, role, reason, assigned_at) values (gen_random_uuid(), $1, 'ADMIN', 'test', $2)`, userId, world.users.clock.now()); // prettier-ignore
    const own = cookieOf(await world.refresh(refreshToken));
    const result = await world.users.graphql(
      `mutation ($i: SignInInput!) { signIn(input: $i) { __typename } }`,
      { i: { email, password: PASSWORD } },
      {},
    );
    expect(result.extensions?.cookies?.[0]).toMatch(/Max-Age=43200$/);
    world.wall.advance(12 * 3_600_000);
    expect(typeOf(await world.refresh(own))).toBe('SessionEnded');
  });

  test('tells that somebody is here again, at most once an hour', async () => {
    const { refreshToken: first, userId } = await world.member();
    let refreshToken = first;
    const refresh = async () => void (refreshToken = cookieOf(await world.refresh(refreshToken)));
    const told = async () =>
      (await world.rows("select 1 from outbox where type = 'user.active' and aggregate_id = $1", userId)).length;
    world.users.clock.set(world.wall.now());
    await refresh();
    expect(await told()).toBe(0); // the sign-in itself said so
    world.users.clock.advance(3_600_001);
    await refresh();
    await refresh();
    expect(await told()).toBe(1);
    world.users.clock.advance(3_600_001);
    await refresh();
    expect(await told()).toBe(2);
  });

  test('with nonsense ends nobody', async () => {
    expect(typeOf(await world.refresh('nonsense'))).toBe('SessionEnded');
  });

  test('is for the door only', async () => {
    const { refreshToken, caller } = await world.member();
    const result = await world.users.graphql('mutation ($t: String!) { refreshSession(refreshToken: $t) { __typename } }', { t: refreshToken }, caller); // prettier-ignore
    expect(result.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});
