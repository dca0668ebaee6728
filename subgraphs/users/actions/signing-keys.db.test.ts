import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { usersWorld, type UsersWorld } from '../testing/world.ts';
import { tendIdentity } from './tend-identity.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld({}, { background: true });
});
afterAll(() => world.stop());

const DAY = 86_400_000;
const admin = (permissions: string[]) => ({
  userId: newId(),
  sessionId: newId(),
  permissions,
  freshAuthAt: world.wall.now().getTime(),
});

describe('signing keys', () => {
  const kids = async () => {
    const text = await world.ask<string>('{ signingKeys }', {}, { kind: 'gateway' });
    const { keys } = JSON.parse(text) as { keys: Record<string, string>[] };
    expect(keys.some((key) => 'd' in key)).toBe(false);
    return keys.map((key) => key['kid']);
  };
  const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()).kid as string;
  const rotate = (rotation: string, caller: object) => world.act('rotateSigningKeys', 'RotateSigningKeysInput', '... on SigningKeysRotated { kid activeFrom }', { rotation }, caller); // prettier-ignore

  test('rotate every 30 days, the next one published a day ahead', async () => {
    const before = kidOf((await world.member()).accessToken);
    world.wall.advance(29 * DAY);
    await tendIdentity(world.users.scope({ kind: 'system' }));
    await tendIdentity(world.users.scope({ kind: 'system' }));
    const published = await kids();
    expect(published).toHaveLength(2);
    expect(kidOf((await world.member()).accessToken)).toBe(before);
    world.wall.advance(DAY);
    const after = kidOf((await world.member()).accessToken);
    expect(after).toBe(published.find((kid) => kid !== before));
    expect(await kids()).toEqual(published);
    world.wall.advance(3_600_000);
    expect(await kids()).toEqual([after]);
  });

  test('rotate on demand: now keeps the old tokens, compromised withdraws every older key', async () => {
    const old = kidOf((await world.member()).accessToken);
    const operator = admin(['system.settings']);
    expect(await rotate('NOW', { ...operator, freshAuthAt: null })).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    const now = await rotate('NOW', operator);
    expect(await kids()).toEqual(expect.arrayContaining([old, now['kid']]));
    expect(kidOf((await world.member()).accessToken)).toBe(now['kid']);
    world.wall.advance(1_000);
    const last = await rotate('COMPROMISED', { ...operator, freshAuthAt: world.wall.now().getTime() });
    expect(await kids()).toEqual([last['kid']]);
  });

  test('are sealed in the database', async () => {
    const [row] = await world.rows<{ private_sealed: Buffer; kid: string }>(
      'select kid, private_sealed from signing_key limit 1',
    );
    expect(() => world.users.mounted.ports.box.open(row!.private_sealed, 'signing-key:another')).toThrow();
    expect(world.users.mounted.ports.box.open(row!.private_sealed, `signing-key:${row!.kid}`).length).toBe(48);
  });
});

test('a mail that an action queued is sent by its job, once', async () => {
  const email = 'posted@example.org';
  await world.register(email);
  const mine = () => world.mails.filter((mail) => mail.to === email);
  const deadline = Date.now() + 10_000;
  while (mine().length === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(mine()).toHaveLength(1);
  expect(await world.verify(/token=([\w-]+)/.exec(mine()[0]!.text)![1]!)).toMatchObject({
    __typename: 'EmailVerified',
  });
});
