import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { BUZ } from '#kernel/buz';
import { sqlOf } from '#chassis/storage/transact';
import { poolOf, walletOf } from '../domain/account.ts';
import { readBalancesAsOf, type AsOf } from '../storage/as-of.store.ts';
import { ledgerWorld, type LedgerWorld } from '../testing/ledger-world.ts';

/** What a model of the account says: every change in order, with both of its times. */
interface Change {
  readonly event: number;
  /** Microseconds since the epoch. */
  readonly recorded: bigint;
  readonly balance: bigint;
}

let world: LedgerWorld;
beforeAll(async () => {
  world = await ledgerWorld();
});
afterAll(() => world.stop());

test('at 2,000 random instants the balance is that of a model, by both times, also where many changes share one', async () => {
  const people = [await world.person(1n), await world.person(1n), await world.person(1n)];
  const model = new Map<string, bigint>(people.map((userId) => [userId, 1n]));
  const begin = world.mount.clock.now().getTime();
  for (let round = 0; round < 60; round++) {
    world.mount.clock.advance(randomInt(3) === 0 ? 0 : randomInt(5_000));
    const batch = Array.from({ length: 1 + randomInt(5) }, () => {
      const userId = people[randomInt(people.length)]!;
      const units = BigInt(1 + randomInt(1_000)) * BUZ;
      model.set(userId, model.get(userId)! + units);
      return world.grant(userId, units);
    });
    await world.run(...batch);
  }
  const end = world.mount.clock.now().getTime();
  const history = new Map<string, Change[]>();
  for (const userId of people) {
    const rows = await world.sql(
      `select e.amount, extract(epoch from e.at) * 1000 as event, extract(epoch from t.recorded_at) * 1000000 as recorded
       from entry e join account a on a.id = e.account_id join transfer t on t.id = e.transfer_id
       where a.address = '${walletOf(userId)}' order by e.version`,
    );
    let balance = 0n;
    const changes = rows.map(({ amount, event, recorded }) => {
      balance += BigInt(amount);
      return { event: Number(event), recorded: BigInt(Math.round(Number(recorded))), balance };
    });
    expect(balance).toBe(model.get(userId));
    history.set(userId, changes);
  }
  const recorded = [...history.values()].flat().map((change) => Number(change.recorded / 1000n));
  const [first, last] = [Math.min(...recorded), Math.max(...recorded)];
  const changes = [...history.values()].flat();
  const asked = Array.from({ length: 2_000 }, (_, n) => {
    const userId = people[randomInt(people.length)]!;
    const by = n % 2 === 0 ? ('EVENT' as const) : ('RECORDED' as const);
    const exact = changes[randomInt(changes.length)]!; // every third at the instant of a change
    const ms = by === 'EVENT' ? begin - 10 + randomInt(end - begin + 20) : first - 10 + randomInt(last - first + 20);
    const at = n % 3 === 0 ? (by === 'EVENT' ? exact.event : Number(exact.recorded / 1000n)) : ms;
    return { userId, by, at: new Date(at) };
  });
  const sql = sqlOf(world.mount.scope().em);
  const answers = await readBalancesAsOf(
    sql,
    asked.map(({ userId, ...when }): AsOf => ({ address: walletOf(userId), ...when })),
  );
  const expected = asked.map(({ userId, by, at }) => {
    const before = history
      .get(userId)!
      .filter((change) =>
        by === 'EVENT' ? change.event <= at.getTime() : change.recorded <= BigInt(at.getTime()) * 1000n,
      );
    return before.at(-1)?.balance ?? 0n;
  });
  expect(answers.map(({ balance }) => balance)).toEqual(expected);
});

test('any number of them is one statement, and each is few probes of an index however long the account is', async () => {
  const sql = sqlOf(world.mount.scope().em);
  const userId = await world.person(1n);
  for (let n = 0; n < 20; n++) await world.run(...Array.from({ length: 50 }, () => world.grant(userId, 1n)));
  world.mount.statements.length = 0;
  const at = world.mount.clock.now();
  const asked = [walletOf(userId), poolOf('REWARDS'), walletOf('nobody')].map((address): AsOf => ({
    address,
    at,
    by: 'EVENT',
  }));
  const all: AsOf[] = [...asked, { ...asked[0]!, by: 'RECORDED' }];
  const [own, pool, nobody] = await readBalancesAsOf(sql, all);
  expect(world.mount.statements).toHaveLength(1);
  expect([own!.balance, nobody!.balance]).toEqual([1_001n, 0n]);
  expect(pool!.balance).toBeGreaterThan(0n);
  await world.tamper('analyze');
  const statement = world.mount.statements[0]!.replace(/^\[query\] /, '').replace(/ \[took.*$/s, '');
  const plan = await sql<{ 'QUERY PLAN': string }>(`explain (analyze, costs off, timing off) ${statement}`, [
    JSON.stringify(all),
  ]);
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toContain('entry_as_of');
  expect(text).not.toMatch(/Seq Scan on (entry|transfer)/);
});

test('a statement begins and ends with the balances as of its bounds, and carries the head of the chain', async () => {
  const userId = await world.person(1n);
  for (let n = 0; n < 10; n++) {
    world.mount.clock.advance(60_000);
    await world.run(world.grant(userId, BigInt(1 + n) * BUZ));
  }
  await world.seal();
  const now = world.mount.clock.now().getTime();
  const [from, until] = [new Date(now - 7 * 60_000).toISOString(), new Date(now - 2 * 60_000).toISOString()];
  const { data, errors } = await world.mount.graphql(
    `query ($from: DateTime!, $until: DateTime!) { wallet {
      statement(from: $from, until: $until) { openingBalance closingBalance anchor { number hash } }
      opening: asOf(at: $from) { available held } closing: asOf(at: $until) { available }
      recorded: asOf(at: "2999-01-01T00:00:00Z", by: RECORDED) { available } available } ledgerHead { number hash } }`,
    { from, until },
    { userId },
  );
  expect(errors).toBeUndefined();
  const { wallet, ledgerHead } = JSON.parse(JSON.stringify(data)) as Record<string, never>;
  expect(wallet).toMatchObject({
    statement: { openingBalance: '6.000001', closingBalance: '36.000001', anchor: ledgerHead },
    opening: { available: '6.000001', held: '0' },
    closing: { available: '36.000001' },
    recorded: { available: '55.000001' },
    available: '55.000001',
  });
});
