import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { sqlOf } from '#chassis/storage/transact';
import { readBalancesAsOf, type AsOfTime } from '../storage/as-of.store.ts';
import { ledgerWorld, type LedgerWorld } from '../testing/ledger-world.ts';

const ENTRIES = 10_000_000;
/** Half of all entries are of one account, the others of so many. */
const SMALL_ACCOUNTS = 1_000;
const TRANSFERS = ENTRIES / 2;
const AT_ONCE = 250_000;
/** Between two transfers, in ms: recorded times are a second after those of the event. */
const APART_MS = 10;
const BEGIN = Date.parse('2026-01-01T00:00:00Z');
/** Half of all questions take less, connection and all, on a busy machine too (measured: 2 and 4 ms); reading an account through would take seconds. */
const MEDIAN_MS = 25;

let world: LedgerWorld;
beforeAll(async () => {
  world = await ledgerWorld();
  await load(world.tamper);
}, 1_800_000);
afterAll(() => world.stop(), 60_000);

/** Transfer n (1, 2, 3 ...) takes one unit from the hot account and gives it to a small one, in turns. Written past the triggers, as fast as it goes. */
async function load(write: LedgerWorld['tamper']): Promise<void> {
  await write(
    `insert into account (address, kind, floor, balance, version, last_at)
     select 'test/' || n, 'TEST', null, case when n = 0 then -${TRANSFERS} else ${TRANSFERS / SMALL_ACCOUNTS} end,
            case when n = 0 then ${TRANSFERS} else ${TRANSFERS / SMALL_ACCOUNTS} end, now() from generate_series(0, ${SMALL_ACCOUNTS}) n`,
  );
  for (let from = 1; from <= TRANSFERS; from += AT_ONCE) {
    const upTo = Math.min(from + AT_ONCE - 1, TRANSFERS);
    const id = `('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
    const at = (plusMs: number) => `to_timestamp(${BEGIN + plusMs} / 1000.0) + n * interval '${APART_MS} ms'`;
    await write(
      `insert into transfer (id, kind, type, amount, fee, occurred_at, recorded_at, canonical)
       select ${id}, 'SINGLE', 'TRANSFER', 1, 0, ${at(0)}, ${at(1_000)}, '' from generate_series(${from}, ${upTo}) n`,
    );
    await write(
      `insert into entry (account_id, version, transfer_id, amount, balance_after, sent_after, at)
       select hot.id, n, ${id}, -1, -n, 0, ${at(0)} from generate_series(${from}, ${upTo}) n, (select id from account where address = 'test/0') hot
       union all
       select small.id, (n - 1) / ${SMALL_ACCOUNTS} + 1, ${id}, 1, (n - 1) / ${SMALL_ACCOUNTS} + 1, 0, ${at(0)}
       from generate_series(${from}, ${upTo}) n join account small on small.address = 'test/' || ((n - 1) % ${SMALL_ACCOUNTS} + 1)`,
    );
  }
  for (const table of ['transfer', 'entry', 'account']) await write(`vacuum analyze ${table}`);
}

test.each([
  ['EVENT', 0],
  ['RECORDED', 1_000],
] as const)(
  'among 10 million entries a balance as of an instant, by %s time, is right, and found in milliseconds',
  async (by: AsOfTime, lateMs) => {
    const sql = sqlOf(world.mount.scope().em);
    const times: number[] = [];
    for (let round = 0; round < 400; round++) {
      const account = round % 2 === 0 ? 0 : 1 + randomInt(SMALL_ACCOUNTS);
      const passed = randomInt(TRANSFERS + 1); // transfers that had happened by then
      const at = new Date(BEGIN + passed * APART_MS + lateMs);
      const began = performance.now();
      const [answer] = await readBalancesAsOf(sql, [{ address: `test/${account}`, at, by }]);
      times.push(performance.now() - began);
      const turns = Math.floor((passed - account) / SMALL_ACCOUNTS) + 1;
      expect({ account, passed, balance: answer!.balance }).toEqual({
        ...{ account, passed },
        balance: BigInt(account === 0 ? -passed : Math.max(0, turns)),
      });
    }
    times.sort((a, b) => a - b);
    const [median, p95] = [times[200]!, times[380]!];
    process.stdout.write(
      `as of by ${by} among ${ENTRIES} entries: median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms\n`,
    );
    expect(median).toBeLessThan(MEDIAN_MS);
  },
);
