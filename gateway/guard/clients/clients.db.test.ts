import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { recordingLog } from '../../testing/recording-log.ts';
import { until } from '../../testing/until.ts';
import { ClientBook } from './client-book.ts';
import { PostgresClients } from './client-store.ts';
import { runClientsCommand } from './command.ts';

let database: TestDatabase;
let clients: PostgresClients;
let book: ClientBook;
beforeAll(async () => {
  database = await testDatabase(['gateway']);
  clients = new PostgresClients(database.urlOf('gateway'));
  book = new ClientBook(new PostgresClients(database.urlOf('gateway')), recordingLog());
  await book.start();
});
afterAll(async () => {
  await book.stop();
  await clients.close();
  await database.drop();
});

const run = (...args: string[]) => runClientsCommand(args, clients);
const isRefused = (outcome: unknown): boolean =>
  (outcome as Error | undefined)?.message === 'The API key is not valid.';

test('an operator makes a client, whose key opens every process, and revokes it, upon which it opens none within 5 s', async () => {
  const { code, text } = await run('add', 'partner', '--cost-per-minute', '300');
  const key = text.trim().split('\n').at(-1)!;
  expect([code, key]).toEqual([0, expect.stringMatching(/^ak_[a-z0-9]{12}_[\w-]{43}$/)]);
  await until(() => !isRefused(book.verify(key)));
  expect(book.verify(key)).toMatchObject({ name: 'partner', costPerMinute: 300 });
  const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
  for (const bad of [wrong, key.slice(0, -1), '', 'ak_']) expect(isRefused(book.verify(bad))).toBe(true);
  expect(book.verify(undefined)).toBeUndefined();

  expect((await run('list')).text).toMatch(/partner {2}300 points\/min .* active/);
  expect((await run('add', 'partner')).code).toBe(1);
  expect((await run('revoke', 'partner')).code).toBe(0);
  await until(() => isRefused(book.verify(key)), 5_000);
  expect((await run('revoke', 'partner')).code).toBe(1);
  expect((await run('list')).text).toMatch(/revoked 20/);
});

test('the key is nowhere in the database', async () => {
  const { text } = await run('add', 'other');
  const key = text.trim().split('\n').at(-1)!;
  expect(JSON.stringify(await clients.all())).not.toContain(key.split('_')[2]);
});

test.each([
  [[]],
  [['add']],
  [['add', 'x y']],
  [['add', 'a', 'b']],
  [['add', 'a', '--cost-per-minute', 'much']],
  [['sing']],
])('%j is answered with how it is done', async (args) => {
  expect((await run(...args)).code).toBe(2);
});

test('while the clients cannot be read nobody with a key is believed, and nobody without one is troubled', async () => {
  const lost = new ClientBook(
    { active: () => Promise.reject(new Error('away')), close: async () => undefined },
    recordingLog(),
  );
  await lost.start();
  expect(lost.verify('ak_000000000000_x')).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  expect(lost.verify(undefined)).toBeUndefined();
  await lost.stop();
});
