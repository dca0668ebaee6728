import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateSync } from 'otplib';
import { newId } from '#kernel/id';
import type { Caller } from '#chassis/identity/caller';
import { PASSWORD, usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld();
});
afterAll(() => world.stop());

const STEP_MS = 30_000;
const codeAt = (secret: string, at: Date) => generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) });
const freshOf = (caller: Partial<Caller>) => ({ ...caller, freshAuthAt: world.wall.now().getTime() });
const complete = (challengeToken: unknown, code: string, caller: Partial<Caller> = {}) =>
  world.act('completeMfaSignIn', 'CompleteMfaSignInInput', '... on SignedIn { sessionId } ... on TooManyAttempts { retryAfterSeconds }', { challengeToken, code }, caller); // prettier-ignore

/** A member with a second factor; the wall clock is moved on, so that the activating code is no obstacle. */
async function protectedMember() {
  const member = await world.member();
  const caller = freshOf(member.caller);
  const { secret } = (await world.ask('mutation { setupTotp { __typename ... on TotpSecret { secret uri } } }', {}, caller)) as unknown as { secret: string }; // prettier-ignore
  const activated = await world.act('activateTotp', 'ActivateTotpInput', '... on RecoveryCodes { recoveryCodes }', { code: codeAt(secret, world.wall.now()) }, caller); // prettier-ignore
  world.wall.advance(3 * STEP_MS);
  return { ...member, caller, secret, recoveryCodes: activated['recoveryCodes'] as string[] };
}

const challengeFor = async (email: string, ip?: string) =>
  (await world.signIn(email, PASSWORD, ip === undefined ? {} : { ip }))['challengeToken'];

describe('a second factor', () => {
  test('is asked for at every sign-in once its first code was given, and ends the other sessions', async () => {
    const { email, secret, userId, recoveryCodes, caller } = await protectedMember();
    expect(recoveryCodes).toHaveLength(10);
    const first = await world.signIn(email);
    expect(first).toMatchObject({ __typename: 'SecondFactorRequired', code: 'SECOND_FACTOR_REQUIRED' });
    expect(await complete(first['challengeToken'], codeAt(secret, world.wall.now()))).toMatchObject({
      __typename: 'SignedIn',
    });
    expect(await world.eventsOf(userId)).toEqual(expect.arrayContaining(['user.mfa_enabled', 'user.logged_in']));
    expect(await world.ask('{ me { account { mfaEnabled } } }', {}, caller)).toEqual({ account: { mfaEnabled: true } });
  });

  test('takes one code once: twenty parallel challenges, one session', async () => {
    const { email, secret } = await protectedMember();
    const challenges = await Promise.all(Array.from({ length: 20 }, (_, i) => challengeFor(email, `198.51.100.${i}`)));
    const code = codeAt(secret, world.wall.now());
    const answers = await Promise.all(
      challenges.map((challenge, i) => complete(challenge, code, { ip: `198.51.100.${i}` })),
    );
    expect(answers.filter((answer) => answer.__typename === 'SignedIn')).toHaveLength(1);
    expect(await complete(await challengeFor(email), code, { ip: '203.0.113.1' })).toMatchObject({
      code: 'WRONG_SECOND_FACTOR',
    });
  });

  test('takes codes of one step before and after, and none further away', async () => {
    const { email, secret } = await protectedMember();
    const offered = async (steps: number) =>
      (
        await complete(
          await challengeFor(email),
          codeAt(secret, new Date(world.wall.now().getTime() + steps * STEP_MS)),
        )
      ).__typename;
    expect(await offered(-2)).toBe('WrongSecondFactor');
    expect(await offered(2)).toBe('WrongSecondFactor');
    expect(await offered(-1)).toBe('SignedIn');
    expect(await offered(1)).toBe('SignedIn');
  });

  test('fifty parallel uses of one recovery code are one success', async () => {
    const { email, recoveryCodes, userId } = await protectedMember();
    const challenges = await Promise.all(Array.from({ length: 50 }, (_, i) => challengeFor(email, `10.0.0.${i}`)));
    const answers = await Promise.all(
      challenges.map((challenge, i) => complete(challenge, recoveryCodes[0]!.toLowerCase(), { ip: `10.0.0.${i}` })),
    );
    expect(answers.filter((answer) => answer.__typename === 'SignedIn')).toHaveLength(1);
    expect(
      await world.rows('select 1 from recovery_code where account_id = $1 and used_at is not null', userId),
    ).toHaveLength(1);
    expect(await world.rows('select 1 from session where account_id = $1', userId)).toHaveLength(2);
  });

  test('gives a challenge five tries, and the place waits after five wrong codes', async () => {
    const { email, secret } = await protectedMember();
    const challenge = await challengeFor(email, '192.0.2.1');
    const wrong = await Promise.all(
      Array.from({ length: 12 }, () => complete(challenge, '000000', { ip: '192.0.2.1' })),
    );
    expect(wrong.filter((answer) => answer['code'] === 'WRONG_SECOND_FACTOR').length).toBeLessThanOrEqual(5);
    expect(await complete(challenge, codeAt(secret, world.wall.now()), { ip: '192.0.2.2' })).toMatchObject({ code: 'SIGN_IN_CHALLENGE_ENDED' }); // prettier-ignore
    const another = await challengeFor(email, '192.0.2.1');
    expect(await complete(another, codeAt(secret, world.wall.now()), { ip: '192.0.2.1' })).toMatchObject({
      code: 'TOO_MANY_ATTEMPTS',
    });
    const elsewhere = await challengeFor(email, '192.0.2.3');
    expect(await complete(elsewhere, codeAt(secret, world.wall.now()), { ip: '192.0.2.3' })).toMatchObject({ __typename: 'SignedIn' }); // prettier-ignore
  });

  test('needs a fresh authentication to set up, and a current code to remove', async () => {
    const { caller, secret, email } = await protectedMember();
    const stale = { ...caller, freshAuthAt: world.wall.now().getTime() - 600_001 };
    expect(await world.ask('mutation { setupTotp { ... on Refusal { code } ... on StepUpRequired { mutation } } }', {}, stale)).toEqual({ code: 'STEP_UP_REQUIRED', mutation: 'stepUp' }); // prettier-ignore
    const disable = (code: string) =>
      world.act('disableTotp', 'DisableTotpInput', '... on TotpDisabled { sessionsEnded }', { code }, caller);
    expect(await disable('000000')).toMatchObject({ code: 'WRONG_SECOND_FACTOR' });
    expect(await disable(codeAt(secret, world.wall.now()))).toMatchObject({ __typename: 'TotpDisabled' });
    expect(await world.signIn(email)).toMatchObject({ __typename: 'SignedIn' });
  });

  test('that is lost is removed by an administrator, and then takes the mailbox too', async () => {
    const { email, userId } = await protectedMember();
    const { caller, userId: adminId } = await world.administrator();
    const remove = (id: string, reason = 'called back') =>
      world.act('removeSecondFactor', 'RemoveSecondFactorInput', '... on SecondFactorRemoved { sessionsEnded }', { userId: id, reason }, caller); // prettier-ignore
    await expect(remove(userId, 'a\u0000b')).rejects.toThrow('BAD_USER_INPUT');
    expect(await remove(adminId)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await remove(userId)).toMatchObject({ sessionsEnded: 1 });
    expect(await remove(userId)).toMatchObject({ code: 'TOTP_NOT_ACTIVE' });
    expect(await world.signIn(email)).toMatchObject({ code: 'PASSWORD_RESET_REQUIRED' });
    const input = {
      token: await world.linkFor(email, 'RESET_PASSWORD'),
      newPassword: 'bronze lanterns over the quiet fjord',
    };
    expect(await world.act('resetPassword', 'ResetPasswordInput', '', input)).toMatchObject({
      __typename: 'PasswordChanged',
    });
    expect(await world.signIn(email, input.newPassword)).toMatchObject({ __typename: 'SignedIn' });
    expect(await world.kindsOf(userId)).toContain('mfa_removed');
  });

  test('is kept encrypted: the secret does not stand in the database, and does not open under another account', async () => {
    const { secret, userId } = await protectedMember();
    const [row] = await world.rows<{ secret_sealed: Buffer }>(
      'select secret_sealed from totp_factor where account_id = $1',
      userId,
    );
    expect(row!.secret_sealed.includes(Buffer.from(secret))).toBe(false);
    const { box } = world.users.mounted.ports;
    expect(box.open(row!.secret_sealed, `totp:${userId}`).toString()).toBe(secret);
    expect(() => box.open(row!.secret_sealed, `totp:${newId()}`)).toThrow();
  });

  test('steps a session up by code where there is a factor, by password where there is none', async () => {
    const plain = await world.member();
    const step = (input: object, caller: Partial<Caller>) =>
      world.act('stepUp', 'StepUpInput', '... on SteppedUp { accessToken }', input, caller);
    expect(await step({ password: 'not the password' }, plain.caller)).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    world.wall.advance(60_000);
    const up = await step({ password: PASSWORD }, plain.caller);
    const claims = JSON.parse(Buffer.from(String(up['accessToken']).split('.')[1]!, 'base64url').toString());
    expect(claims).toMatchObject({ sid: plain.sessionId, auth_time: Math.floor(world.wall.now().getTime() / 1000) });
    const guarded = await protectedMember();
    expect(await step({ password: PASSWORD }, guarded.caller)).toMatchObject({ code: 'WRONG_SECOND_FACTOR' });
    expect(await step({ code: codeAt(guarded.secret, world.wall.now()) }, guarded.caller)).toMatchObject({
      __typename: 'SteppedUp',
    });
  });
});
