import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { usersWorld, type UsersWorld } from '../testing/world.ts';
import { secretBox, type SecretBox } from '../outside/secret-box.ts';
import { resealSecrets } from './reseal-secrets.ts';
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

test('a new key-encryption key takes over from the old one, and then the old one is not needed', async () => {
  const { caller, userId } = await world.member();
  const fresh = { ...caller, freshAuthAt: world.wall.now().getTime() };
  const { secret } = (await world.ask('mutation { setupTotp { ... on TotpSecret { secret } } }', {}, fresh)) as unknown as { secret: string }; // prettier-ignore
  const ports = world.users.mounted.ports as { box: SecretBox };
  const old = ports.box;
  const key = randomBytes(32);
  try {
    ports.box = secretBox(key, [world.keyEncryptionKey]);
    await world.member(); // signs with a key that the old one sealed
    expect(await resealSecrets(world.users.scope({ kind: 'system' }))).toBeGreaterThanOrEqual(2);
    expect(await resealSecrets(world.users.scope({ kind: 'system' }))).toBe(0);
    ports.box = secretBox(key);
    await world.member();
    const [row] = await world.rows<{ secret_sealed: Buffer }>(
      'select secret_sealed from totp_factor where account_id = $1',
      userId,
    );
    expect(ports.box.open(row!.secret_sealed, `totp:${userId}`).toString()).toBe(secret);
    expect(() => old.open(row!.secret_sealed, `totp:${userId}`)).toThrow('another key-encryption key');
  } finally {
    ports.box = secretBox(world.keyEncryptionKey, [key]);
  }
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
