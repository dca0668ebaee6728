import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateSync } from 'otplib';
import { newId } from '#kernel/id';
import { PASSWORD, usersWorld, type UsersWorld } from '../testing/world.ts';
import { mailOnRequest } from './resend-verification.ts';
import { sendMail } from './send-mail.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld();
});
afterAll(() => world.stop());

const phrase = (n: number) =>
  `${['bronze', 'velvet', 'cactus', 'walnut', 'meteor', 'pickle', 'saddle'][n]} ${n} over the quiet fjord`;
const change = (currentPassword: string, newPassword: string, caller: object) =>
  world.act('changePassword', 'ChangePasswordInput', '... on PasswordChanged { sessionsEnded } ... on WeakPassword { reasons }', { currentPassword, newPassword }, caller); // prettier-ignore
const reset = (token: string, newPassword: string) =>
  world.act('resetPassword', 'ResetPasswordInput', '... on PasswordChanged { sessionsEnded } ... on WeakPassword { reasons }', { token, newPassword }); // prettier-ignore

/** Asks for a reset link as a stranger would, and does what the job does. */
async function resetLink(email: string): Promise<string> {
  await world.act('requestPasswordReset', 'RequestPasswordResetInput', '... on MailRequested { accepted }', { email });
  await mailOnRequest(world.users.scope({ kind: 'system' }), { purpose: 'RESET_PASSWORD', email });
  return world.linkFor(email, 'RESET_PASSWORD');
}

describe('changing a password', () => {
  test('ends every other session, keeps this one, and the old password is worth nothing', async () => {
    const { email, caller, refreshToken } = await world.member();
    const other = await world.signIn(email);
    expect(await change(PASSWORD, phrase(0), caller)).toMatchObject({ sessionsEnded: 1 });
    expect((await world.refresh(String(other['refreshToken']))).data).toMatchObject({
      refreshSession: { code: 'SESSION_ENDED' },
    });
    expect((await world.refresh(refreshToken)).data).toMatchObject({
      refreshSession: { __typename: 'RefreshedSession' },
    });
    expect(await world.signIn(email)).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect(await world.signIn(email, phrase(0))).toMatchObject({ __typename: 'SignedIn' });
  });

  test('refuses the last five, a weak one and a wrong current one, and a refusal changes nothing', async () => {
    const { caller, userId, email } = await world.member();
    let current = PASSWORD;
    for (let n = 0; n < 5; n++) {
      expect(await change(current, phrase(n), caller)).toMatchObject({ __typename: 'PasswordChanged' });
      current = phrase(n);
    }
    expect(await change(current, phrase(0), caller)).toMatchObject({
      reasons: ['It is one of your last 5 passwords.'],
    });
    expect(await change(current, 'Password1234', caller)).toMatchObject({ code: 'WEAK_PASSWORD' });
    expect(await change('wrong password here', phrase(5), caller)).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect(await world.signIn(email, current)).toMatchObject({ __typename: 'SignedIn' });
    expect(await change(current, PASSWORD, caller)).toMatchObject({ __typename: 'PasswordChanged' }); // the sixth last is free again
    expect(await world.rows('select 1 from password_history where account_id = $1', userId)).toHaveLength(4);
  });

  test('by two at once with the same old password changes it once', async () => {
    const { caller } = await world.member();
    const answers = await Promise.all([change(PASSWORD, phrase(1), caller), change(PASSWORD, phrase(2), caller)]);
    expect(answers.filter((answer) => answer.__typename === 'PasswordChanged')).toHaveLength(1);
  });
});

describe('resetting a password', () => {
  test('ends every session, signs nobody in, and still asks for the second factor', async () => {
    const { email, caller, refreshToken } = await world.member();
    const fresh = { ...caller, freshAuthAt: world.wall.now().getTime() };
    const { secret } = (await world.ask(
      'mutation { setupTotp { ... on TotpSecret { secret } } }',
      {},
      fresh,
    )) as unknown as { secret: string };
    const code = generateSync({ secret, epoch: Math.floor(world.wall.now().getTime() / 1000) });
    await world.act('activateTotp', 'ActivateTotpInput', '', { code }, fresh);
    const answer = await reset(await resetLink(email), phrase(3));
    expect(answer).toEqual({ __typename: 'PasswordChanged', sessionsEnded: 1 });
    expect((await world.refresh(refreshToken)).data).toMatchObject({ refreshSession: { code: 'SESSION_ENDED' } });
    expect(await world.signIn(email, phrase(3))).toMatchObject({ code: 'SECOND_FACTOR_REQUIRED' });
  });

  test('works once by eight at once, and a weak password does not use the link up', async () => {
    const { email } = await world.member();
    const token = await resetLink(email);
    expect(await world.ask('query ($t: String!) { isResetTokenValid(token: $t) }', { t: token })).toBe(true);
    expect(await reset(token, 'Password1234')).toMatchObject({ code: 'WEAK_PASSWORD' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => reset(token, phrase(4))));
    expect(answers.filter((answer) => answer.__typename === 'PasswordChanged')).toHaveLength(1);
    expect(await world.ask('query ($t: String!) { isResetTokenValid(token: $t) }', { t: token })).toBe(false);
  });

  test('is refused after ten minutes, and after the account changed in any other way', async () => {
    const late = await world.member();
    const token = await resetLink(late.email);
    world.wall.advance(600_000);
    expect(await reset(token, phrase(5))).toMatchObject({ code: 'ACCOUNT_LINK_INVALID' });
    const changed = await world.member();
    const old = await resetLink(changed.email);
    await change(PASSWORD, phrase(0), changed.caller);
    expect(await reset(old, phrase(5))).toMatchObject({ code: 'ACCOUNT_LINK_INVALID' });
  });

  test('is asked for with one answer by everybody, and mails no mailbox more than three links in a quarter of an hour', async () => {
    const { email, userId } = await world.member();
    const ask = (address: string) => world.act('requestPasswordReset', 'RequestPasswordResetInput', '... on MailRequested { accepted }', { email: address }); // prettier-ignore
    expect(await ask('nobody-at-all@example.org')).toEqual(await ask(email));
    for (let i = 0; i < 6; i++)
      await mailOnRequest(world.users.scope({ kind: 'system' }), { purpose: 'RESET_PASSWORD', email });
    expect(
      await world.rows(`select 1 from one_time_link where account_id = $1 and purpose = 'RESET_PASSWORD'`, userId),
    ).toHaveLength(3);
    await mailOnRequest(world.users.scope({ kind: 'system' }), {
      purpose: 'RESET_PASSWORD',
      email: 'nobody-at-all@example.org',
    });
  });

  test('is forced by an administrator, who neither sees nor sets anything', async () => {
    const { email, userId } = await world.member();
    const { caller: admin } = await world.administrator();
    const force = (id: string, caller: object) => world.act('forcePasswordReset', 'ForcePasswordResetInput', '... on PasswordResetForced { sessionsEnded }', { userId: id, reason: 'leaked' }, caller); // prettier-ignore
    expect(await force(userId, { ...admin, freshAuthAt: 1 })).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    await expect(force(userId, { ...admin, permissions: [] })).rejects.toThrow('FORBIDDEN');
    expect(await force(newId(), admin)).toMatchObject({ code: 'NOT_FOUND' });
    const { userId: above } = await world.administrator('SUPER_ADMIN');
    expect(await force(above, admin)).toMatchObject({ code: 'FORBIDDEN' });
    await expect(force(userId, { ...admin, ...(await world.member()).caller })).resolves.toMatchObject({
      code: 'FORBIDDEN',
    }); // a token that says more than the database
    expect(await force(userId, admin)).toMatchObject({ sessionsEnded: 1 });
    expect(await world.signIn(email)).toMatchObject({ code: 'PASSWORD_RESET_REQUIRED' });
    expect(await reset(await world.linkFor(email, 'RESET_PASSWORD'), phrase(6))).toMatchObject({
      __typename: 'PasswordChanged',
    });
    expect(await world.signIn(email, phrase(6))).toMatchObject({ __typename: 'SignedIn' });
  });
});

describe('changing the address', () => {
  const ask = (newEmail: string, caller: object) =>
    world.act('changeEmail', 'ChangeEmailInput', '... on MailRequested { accepted }', { newEmail }, caller);
  const confirm = (token: string) =>
    world.act('confirmEmailChange', 'ConfirmEmailChangeInput', '... on EmailChangeConfirmed { done }', { token });

  test('takes both mailboxes in either order, and then ends every session', async () => {
    const { email, userId, caller, refreshToken } = await world.member();
    expect(await ask('moved@example.org', { ...caller, freshAuthAt: null })).toMatchObject({
      code: 'STEP_UP_REQUIRED',
    });
    expect(await ask('moved@example.org', caller)).toEqual({ __typename: 'MailRequested', accepted: true });
    const [oldEnd, newEnd] = [
      await world.linkFor(email, 'CHANGE_EMAIL_OLD'),
      await world.linkFor(email, 'CHANGE_EMAIL_NEW'),
    ];
    expect(await confirm(newEnd)).toMatchObject({ done: false });
    expect(await confirm(newEnd)).toMatchObject({ code: 'ACCOUNT_LINK_INVALID' });
    expect(await world.signIn(email)).toMatchObject({ __typename: 'SignedIn' });
    expect(await confirm(oldEnd)).toMatchObject({ done: true });
    expect(await world.signIn(email)).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect(await world.signIn('moved@example.org')).toMatchObject({ __typename: 'SignedIn' });
    expect((await world.refresh(refreshToken)).data).toMatchObject({ refreshSession: { code: 'SESSION_ENDED' } });
    expect(await world.eventsOf(userId)).toContain('user.email_changed');
  });

  test('to one that is taken answers the same and never comes about', async () => {
    const { email, caller } = await world.member();
    const other = await world.member();
    expect(await ask(other.email, caller)).toEqual({ __typename: 'MailRequested', accepted: true });
    await expect(world.linkFor(email, 'CHANGE_EMAIL_NEW')).rejects.toThrow('no CHANGE_EMAIL_NEW link');
    expect(await confirm(await world.linkFor(email, 'CHANGE_EMAIL_OLD'))).toMatchObject({ done: false });
    expect(await world.signIn(other.email)).toMatchObject({ __typename: 'SignedIn' });
  });
});

test('a hash of an older cost is replaced at the next sign-in, without ending anything', async () => {
  const { email, userId, refreshToken } = await world.member();
  const { hash } = await import('@node-rs/argon2');
  const old = await hash(PASSWORD, { algorithm: 2, memoryCost: 32, timeCost: 1, parallelism: 1 });
  await world.rows('update account set password_hash = $1 where id = $2', old, userId);
  expect(await world.signIn(email)).toMatchObject({ __typename: 'SignedIn' });
  const [row] = await world.rows<{ password_hash: string }>('select password_hash from account where id = $1', userId);
  expect(row!.password_hash).toContain('m=64,t=1,p=1');
  expect((await world.refresh(refreshToken)).data).toMatchObject({
    refreshSession: { __typename: 'RefreshedSession' },
  });
});

test('a mail says what its link does, under the same Message-ID however often its job runs, and no job holds its secret', async () => {
  const email = 'mails@example.org';
  await world.register(email);
  const [job] = await world.rows<{ payload: Record<string, unknown> }>(
    `select payload from users_jobs._private_jobs order by id desc limit 1`,
  );
  const token = await world.linkFor(email, 'VERIFY_EMAIL');
  expect(JSON.stringify(job!.payload)).not.toContain(token);
  for (let i = 0; i < 2; i++) await sendMail(world.users.scope({ kind: 'system' }), job!.payload);
  expect(world.mails).toHaveLength(2);
  expect(world.mails[0]).toEqual(world.mails[1]);
  expect(world.mails[0]).toMatchObject({
    to: email,
    text: expect.stringContaining(`http://localhost:4000/verify-email?token=${token}`),
  });
});
