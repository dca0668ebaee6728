import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '#chassis/testing/eventually';
import { DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import { mailedToken } from '#platform/story/mailbox';
import { startBlackBox, type BlackBox } from './black-box.ts';
import { Outsider, RawSocket, type Said } from './outsider.ts';
import { codeOf, PASSWORD, User } from './user.ts';

const ROLES_FOLLOW_WITHIN_MS = 5_000;
const SIGNED_IN = '... on SignedIn { accessToken refreshToken sessionId user { id } }';

describe('people who misuse what they were given', () => {
  let box: BlackBox;
  let stranger: Outsider;
  let victim: User;
  let mallory: User;
  let asVictim: Outsider;
  let asMallory: Outsider;
  let asAdmin: Outsider;
  let ids: { victim: string; mallory: string };

  const signIn = (email: string, password: string, more: object = {}): Promise<Said> =>
    stranger.act('signIn', { email, password, tokenDelivery: 'BODY', ...more }, SIGNED_IN);
  const idOf = async (who: Outsider) => ((await who.ask('{ me { id } }')).body.data as { me: { id: string } }).me.id;

  beforeAll(async () => {
    box = await startBlackBox('together');
    stranger = new Outsider(box.url);
    [victim, mallory] = [new User(box), new User(box)];
    await Promise.all([victim.registerAndVerify('Vera Victim'), mallory.registerAndVerify('Mallory')]);
    await Promise.all([victim.signIn(), mallory.signIn()]);
    [asVictim, asMallory] = [stranger.as(victim.accessToken), stranger.as(mallory.accessToken)];
    asAdmin = stranger.as(String((await signIn('admin@demo.test', DEMO_PASSPHRASE))['accessToken']));
    ids = { victim: await idOf(asVictim), mallory: await idOf(asMallory) };
  }, 240_000);
  afterAll(() => box?.remove(), 60_000);

  test('registering a taken address looks and lasts like any other; its owner is told, and nothing else changes', async () => {
    const input = { password: 'some other long words here', displayName: 'Not Vera' };
    const register = async (email: string) => {
      const since = performance.now();
      const { email: _, ...said } = await stranger.act(
        'registerUser',
        { ...input, email },
        '... on RegistrationAccepted { email }',
      );
      return { said, ms: performance.now() - since };
    };
    const [taken, fresh] = [await register(victim.email.toUpperCase()), await register(`${randomUUID()}@journey.test`)];
    expect(taken.said).toEqual(fresh.said);
    for (const { ms } of [taken, fresh]) expect(ms).toBeGreaterThan(450); // held to the next half second, whatever was done
    await eventually(async () => expect(await mailsTo(victim.email)).toContain('You already have an account'));
    expect(await signIn(victim.email, input.password)).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect((await asVictim.ask('{ me { displayName } }')).body.data).toEqual({ me: { displayName: 'Vera Victim' } });
  });

  test.each([
    ['sunshine', ['needs at least 12', 'common']],
    ['P@ssw0rd2024!!', ['common']],
    ['abcdefghijklmnop', ['sequence']],
    ['mallory-mallory-9', ['name or e-mail']],
    ['x'.repeat(129), ['128 are the most']],
  ])('the password %s is refused, and every reason is said', async (password, why) => {
    const input = { email: 'weak@journey.test', password, displayName: 'Mallory' };
    const said = await stranger.act('registerUser', input, '... on WeakPassword { reasons }');
    expect(said.code).toBe('WEAK_PASSWORD');
    const reasons = (said['reasons'] as string[]).join(' ');
    for (const words of why) expect(reasons).toContain(words);
  });

  test('a link opens once, and for its own purpose only', async () => {
    const used = await mailedToken(box.mail, victim.email, 'Confirm your address');
    const reset = async (token: string) =>
      stranger.act('resetPassword', { token, newPassword: 'words of somebody else' });
    for (const said of [
      await stranger.act('verifyEmail', { token: used }),
      await reset(used),
      await stranger.act('confirmEmailChange', { token: used }),
      await stranger.act('verifyEmail', { token: 'x'.repeat(43) }),
    ])
      expect(said.code).toBe('ACCOUNT_LINK_INVALID');
    await stranger.act('requestPasswordReset', { email: victim.email });
    const link = await mailedToken(box.mail, victim.email, 'Choose a new password');
    expect(await stranger.act('verifyEmail', { token: link })).toMatchObject({ code: 'ACCOUNT_LINK_INVALID' });
    expect((await signIn(victim.email, PASSWORD)).__typename).toBe('SignedIn');
  });

  test('guessing codes and passwords is slowed down, also under another address in a header; others stay free', async () => {
    const { __typename, ...totp } = await first(
      asMallory,
      'mutation { setupTotp { __typename ... on TotpSecret { secret } } }',
    );
    expect(__typename).toBe('TotpSecret');
    const right = await codeOf(String(totp['secret']));
    const wrong = String((Number(right) + 1) % 1e6).padStart(6, '0');
    expect(await asMallory.act('activateTotp', { code: wrong })).toMatchObject({ code: 'WRONG_SECOND_FACTOR' });

    const guess = (password: string, n: number) =>
      stranger.ask(
        'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on TooManyAttempts { retryAfterSeconds } } }',
        { input: { email: mallory.email, password } },
        { 'x-forwarded-for': `10.1.1.${n}`, forwarded: `for=10.1.1.${n}`, 'x-real-ip': `10.1.1.${n}` },
      );
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => guess('not it at all, sorry', n)));
    expect(answers.map(({ body }) => (body.data!['signIn'] as Said).__typename)).toContain('WrongCredentials');
    const { body } = await guess(PASSWORD, 6);
    expect(body.data!['signIn']).toEqual({ __typename: 'TooManyAttempts', retryAfterSeconds: expect.any(Number) });
    expect((await signIn(victim.email, PASSWORD)).__typename).toBe('SignedIn');
  });

  test('the refresh token of a browser is where no script reads it; signing out ends it, the token and the socket', async () => {
    const answer = await stranger.try('signIn', { email: victim.email, password: PASSWORD }, SIGNED_IN);
    const cookie = answer.cookies.find((one) => one.startsWith('refresh='))!;
    for (const flag of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/auth']) expect(cookie).toContain(flag);
    const [pair] = cookie.split(';');
    expect(answer.text).not.toContain(pair!.slice('refresh='.length));
    const session = answer.body.data!['signIn'] as { accessToken: string; refreshToken: null };
    expect(session.refreshToken).toBeNull();

    const gone = stranger.as(session.accessToken);
    const socket = await new RawSocket(box.url).signedIn(session.accessToken);
    await gone.ask('mutation { signOut { __typename } }');
    expect(await socket.closedWith()).toBe(4401);
    await eventually(async () => expect((await gone.ask('{ me { id } }')).code).toBe('UNAUTHENTICATED'), 5_000);
    expect((await stranger.post('', { cookie: pair! }, '/auth/refresh')).status).toBe(401);
  });

  test("ids of other people's things answer like missing ones, and nothing happens to them", async () => {
    const sessions = await asVictim.ask('{ mySessions { id } }');
    const [session] = (sessions.body.data as { mySessions: { id: string }[] }).mySessions;
    await asVictim.act('addPortfolioItem', { title: 'Mine' });
    const portfolio = async () =>
      ((await asVictim.ask('{ me { portfolio { id title } } }')).body.data as { me: { portfolio: { id: string }[] } })
        .me.portfolio;
    const before = await portfolio();
    const { connectionId } = await asVictim.act(
      'requestConnection',
      { userId: await idOf(asAdmin), kind: 'FRIEND' },
      '... on ConnectionChanged { connectionId }',
    );
    const itemId = before[0]!.id;
    for (const [name, input] of Object.entries({
      revokeSession: { sessionId: session!.id },
      cancelConnection: { connectionId },
      respondConnection: { connectionId, accept: true },
      updatePortfolioItem: { itemId, title: 'Yours' },
      removePortfolioItem: { itemId },
    })) {
      const missing = Object.fromEntries(
        Object.entries(input).map(([key, value]) => [key, key.endsWith('Id') ? ids.mallory : value]),
      );
      const said = await asMallory.act(name, input);
      expect([name, said]).toEqual([name, await asMallory.act(name, missing)]);
      expect(said.code).toBe('NOT_FOUND');
    }
    expect(await asMallory.act('orderPortfolio', { itemIds: [itemId] })).toMatchObject({
      code: 'PORTFOLIO_ORDER_INVALID',
    });
    expect(await portfolio()).toEqual(before);
    expect((await asVictim.ask('{ myContacts { edges { node { id status } } } }')).body.data).toMatchObject({
      myContacts: { edges: [{ node: { id: connectionId, status: 'PENDING' } }] },
    });
  });

  test('nobody raises himself, and a member administers nobody', async () => {
    const reason = 'because I can';
    for (const [name, input] of Object.entries({
      assignRole: { userId: ids.mallory, role: 'SUPER_ADMIN', reason },
      revokeRole: { userId: ids.victim, role: 'MEMBER', reason },
      suspendUser: { userId: ids.victim, reason },
      forcePasswordReset: { userId: ids.victim, reason },
      grantPermission: { role: 'GUEST', permission: 'user.update', reason },
      rotateSigningKeys: { rotation: 'COMPROMISED' },
    })) {
      const { status, code } = await asMallory.try(name, input);
      expect([name, status, code]).toEqual([name, 403, 'FORBIDDEN']);
    }
    const self = { userId: await idOf(asAdmin), role: 'ADMIN', reason };
    expect(await asAdmin.act('assignRole', self)).toMatchObject({ code: 'FORBIDDEN' });
    const foreign = await asMallory.ask('{ searchUsers(query: "Vera") { edges { node { id account { email } } } } }');
    expect(foreign.text).not.toContain(victim.email);
  });

  test('a change of roles and a suspension reach tokens and sockets within five seconds', async () => {
    for (const [act, input, closes, signsIn] of [
      ['assignRole', { role: 'CONTRIBUTOR' }, 4403, 'SignedIn'],
      ['suspendUser', {}, 4401, 'AccountSuspended'],
    ] as const) {
      const { accessToken } = await signIn(victim.email, PASSWORD);
      const held = stranger.as(String(accessToken));
      const socket = await new RawSocket(box.url).signedIn(held.token);
      await asAdmin.act(act, { userId: ids.victim, reason: 'a test', ...input });
      expect(await socket.closedWith(ROLES_FOLLOW_WITHIN_MS)).toBe(closes);
      await eventually(async () => expect((await held.ask('{ me { id } }')).code).toBe('UNAUTHENTICATED'), 5_000);
      expect((await signIn(victim.email, PASSWORD)).__typename).toBe(signsIn);
    }
  });

  test('a second process on the same data says so and ends; the first goes on', async () => {
    const env = { ...process.env, NODE_ENV: 'development', PORT: '0', DATA_DIR: box.dataDir };
    const second = spawn(process.execPath, ['dist/platform/together.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [second.stdout, second.stderr]) stream.on('data', (text) => (said += String(text)));
    const [code] = (await once(second, 'exit')) as [number];
    expect([code, said]).toEqual([1, expect.stringMatching(/in use by process \d+\. Stop it first/)]);
    expect(said).not.toContain('    at ');
    expect((await stranger.send('/health/ready')).status).toBe(200);
  });

  async function mailsTo(address: string): Promise<string> {
    const mails = await Promise.all((await readdir(box.mail)).map((name) => readFile(join(box.mail, name), 'utf8')));
    return mails.filter((mail) => mail.includes(address)).join('\n');
  }

  async function first(who: Outsider, query: string): Promise<Said> {
    return Object.values((await who.ask(query)).body.data!)[0] as Said;
  }
});
