import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { generateSync } from 'otplib';
import { eventually } from '#chassis/testing/eventually';
import { PASSWORD, usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld({}, { background: true });
});
afterAll(() => world.stop());

test('the owner hears by mail of a new device, a changed password, every change of a factor and a stolen session, with device and address', async () => {
  const { email, caller, refreshToken } = await world.member();
  const from = { userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', ip: '198.51.100.77' };
  const fresh = { ...caller, ...from, freshAuthAt: world.wall.now().getTime() };
  await world.signIn(email, PASSWORD, from);
  const { secret } = (await world.ask('mutation { setupTotp { ... on TotpSecret { secret } } }', {}, fresh)) as unknown as { secret: string }; // prettier-ignore
  const code = () => generateSync({ secret, epoch: Math.floor(world.wall.now().getTime() / 1000) });
  await world.act('activateTotp', 'ActivateTotpInput', '', { code: code() }, fresh);
  await world.ask('mutation { regenerateRecoveryCodes { __typename } }', {}, fresh);
  world.wall.advance(60_000);
  await world.act('disableTotp', 'DisableTotpInput', '', { code: code() }, fresh);
  const change = { currentPassword: PASSWORD, newPassword: 'bronze lanterns over the quiet fjord' };
  await world.act('changePassword', 'ChangePasswordInput', '', change, fresh);
  await world.refresh(refreshToken);
  world.wall.advance(10_001);
  await world.refresh(refreshToken);

  const mine = () => world.mails.filter((mail) => mail.to === email);
  await eventually(() => expect(mine()).toHaveLength(7));
  expect(mine().map((mail) => mail.subject).sort()).toEqual([
    'A second factor was added',
    'A session was ended for safety',
    'Confirm your e-mail address',
    'New sign-in',
    'Your password was changed',
    'Your recovery codes were replaced',
    'Your second factor was removed',
  ]); // prettier-ignore
  const changed = mine().find((mail) => mail.subject === 'Your password was changed')!;
  expect(changed.text).toContain('Firefox on Windows');
  expect(changed.text).toContain('198.51.100.77');
  expect(mine().some((mail) => mail.text.includes(PASSWORD) || mail.text.includes(secret))).toBe(false);
});
