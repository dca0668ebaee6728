import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { openFileDatabase } from '../files/records/records.ts';
import { recordingLog } from '../testing/recording-log.ts';
import { until } from '../testing/until.ts';
import { PostgresUsage } from '../usage/usage-store.ts';
import { PostgresClients } from './clients/client-store.ts';
import { RATE_LIMITS } from './limits.ts';
import { RateLimits } from './rate-limits.ts';
import { postgresMeters, type SharedMeters } from './shared-meters.ts';

let database: TestDatabase;
const open: SharedMeters[] = [];
/** Tests share their processors: a slow answer is not a database that is away. */
const BUSY_MACHINE_MS = 30_000;
beforeAll(async () => {
  database = await testDatabase(['gateway']);
});
afterAll(async () => {
  await Promise.all(open.map((meters) => meters.stop()));
  await database.drop();
});

async function gateway(): Promise<{ rates: RateLimits; meters: SharedMeters }> {
  const meters = await postgresMeters(database.urlOf('gateway'), recordingLog(), BUSY_MACHINE_MS);
  open.push(meters);
  const figures = { ...RATE_LIMITS, anonymousPerMinute: 10, mutationsPerMinute: 3 };
  return { rates: new RateLimits(figures, recordingLog(), meters), meters };
}

const codeOf = (outcome: object | undefined): unknown =>
  outcome && 'extensions' in outcome ? (outcome.extensions as { code: unknown }).code : 'ok';

test('where nothing may be written they do not open, and leave no connection behind', async () => {
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  const open = async () =>
    (
      await superuser.query(
        "select from pg_stat_activity where datname = current_database() and usename = 'gateway_role'",
      )
    ).rowCount;
  const readOnly = `${database.urlOf('gateway')}?options=-c%20default_transaction_read_only%3Don`;
  await expect(postgresMeters(readOnly, recordingLog())).rejects.toThrow('read-only');
  await until(async () => (await open()) === 0);
  await superuser.end();
});

test('two gateways spend one budget, however their requests interleave', async () => {
  const [first, second] = [await gateway(), await gateway()];
  const stranger = { userId: null, ip: '203.0.113.1' };
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => (i % 2 ? first : second).rates.request(stranger).then(codeOf)),
  );
  expect(answers.filter((answer) => answer === 'ok')).toHaveLength(10);
  expect(codeOf(await first.rates.request({ userId: null, ip: '203.0.113.2' }))).toBe('ok');
});

test('without the database each gateway counts alone, and strangers may not try passwords', async () => {
  const { rates, meters } = await gateway();
  await meters.stop();
  open.splice(open.indexOf(meters), 1);
  const stranger = { userId: null, ip: '203.0.113.3' };
  const known = { userId: 'u', ip: '203.0.113.3' };
  const mutation = { cost: 1, mutations: 1 };
  expect(codeOf(await rates.request(stranger))).toBe('ok');
  expect(codeOf(await rates.charge(stranger, { cost: 1, mutations: 0 }))).toBe('ok');
  expect(codeOf(await rates.charge(stranger, mutation))).toBe('SERVICE_UNAVAILABLE');
  const signedIn = await Promise.all([1, 2, 3, 4].map(() => rates.charge(known, mutation).then(codeOf)));
  expect(signedIn).toEqual(['ok', 'ok', 'ok', 'RATE_LIMITED']);
});

test('what was not used is given back for all of them, and what was used beyond the estimate is taken', async () => {
  const [first, second] = [await gateway(), await gateway()];
  const payer = { userId: 'settled', ip: '203.0.113.4' };
  const all = { cost: RATE_LIMITS.costPerMinute, mutations: 0 };
  const charge = await first.rates.charge(payer, all);
  if (!('settle' in charge)) throw charge;
  expect(codeOf(await second.rates.charge({ ...payer }, { cost: 100, mutations: 0 }))).toBe('RATE_LIMITED');
  charge.settle(500);
  await until(async () => codeOf(await second.rates.charge(payer, { cost: 100, mutations: 0 })) === 'ok');
  const cheap = await first.rates.charge(payer, { cost: 10, mutations: 0 });
  if (!('settle' in cheap)) throw cheap;
  cheap.settle(RATE_LIMITS.costPerMinute);
  await until(async () => codeOf(await second.rates.charge(payer, { cost: 1, mutations: 0 })) === 'RATE_LIMITED');
});

test('gateways that start at once on a new database make its tables one after the other', async () => {
  for (let round = 0; round < 2; round++) {
    const fresh = await testDatabase(['gateway']);
    const url = fresh.urlOf('gateway');
    const starts = Array.from({ length: 4 }, () => [
      startMeters(url),
      startUsage(url),
      startClients(url),
      startFiles(url),
    ]);
    const started = await Promise.allSettled(starts.flat());
    await fresh.drop();
    expect(started.filter(({ status }) => status === 'rejected')).toEqual([]);
  }
});

const startMeters = async (url: string) => (await postgresMeters(url, recordingLog())).stop();
const startFiles = async (url: string) => (await openFileDatabase(url, recordingLog())).end();
async function startUsage(url: string): Promise<void> {
  const usage = new PostgresUsage(url);
  await usage.since(1).finally(() => usage.close());
}
async function startClients(url: string): Promise<void> {
  const clients = new PostgresClients(url);
  await clients.active().finally(() => clients.close());
}
