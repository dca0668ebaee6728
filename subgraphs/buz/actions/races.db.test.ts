import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import { heldOf, TREASURY, walletOf } from '../domain/account.ts';
import type { Command, Hold } from '../domain/command.ts';
import type { Outcome, Settled } from '../domain/transfer.ts';
import { deadlocksOf, wrongsOf } from '../testing/invariants.ts';
import { askingFor, mountLanes, seeded, sendOf, type Lanes } from '../testing/lanes.ts';
import { manyRich, rich } from '../testing/money.ts';

jest.setTimeout(120_000); // alone on a machine each takes a few seconds

describe('many at once, through five lanes and past them', () => {
  let bank: Lanes;
  beforeAll(async () => {
    bank = await mountLanes(5);
  });
  afterAll(async () => {
    expect(await wrongsOf(pool())).toEqual([]);
    expect(await deadlocksOf(pool())).toBe(0);
    await bank.stop();
  });

  const pool = () => bank.mount.mounted.database.roadPool;
  /** The roads into the ledger: one of the lanes, or a transaction of one's own. */
  const by = async (road: number, command: Command): Promise<Outcome> => {
    const lane = bank.lanes[road % 6];
    return lane ? (await lane.settle([command], askingFor(command.actorId ?? newId())))[0]! : bank.alone(command);
  };
  const balance = async (address: string): Promise<bigint> => {
    const { rows } = await pool().query('select balance::text as balance from account where address = $1', [address]);
    return BigInt(rows[0].balance);
  };
  const booked = (outcome: Outcome): outcome is Settled => !isRefusal(outcome);

  test('64 writers to one account: what it has at the end is the sum of what was accepted', async () => {
    const hot = await rich(bank.mount, BUZ);
    const writers = await manyRich(bank.mount, 64, 12n * BUZ);
    const outcomes = await Promise.all(
      writers.map(async (from, at) => {
        const mine: Outcome[] = [];
        for (let n = 0; n < 15; n++) mine.push(await by(at, sendOf(from, hot)));
        return mine;
      }),
    );
    const accepted = outcomes.flat().filter(booked);
    expect(accepted).toHaveLength(64 * 11); // the fees cost the twelfth
    expect(await balance(walletOf(hot))).toBe(BUZ + BigInt(accepted.length) * BUZ);
  });

  test('opposing pairs never wait for each other in a circle', async () => {
    const [a, b, c] = await manyRich(bank.mount, 3, 1_000n * BUZ);
    const pairs = [
      [a, b],
      [b, a],
      [b, c],
      [c, b],
      [a, c],
      [c, a],
    ] as [string, string][];
    const outcomes = await Promise.all(
      pairs.map(async ([from, to], at) => {
        const mine: Outcome[] = [];
        for (let n = 0; n < 60; n++) mine.push(await by(at + n, sendOf(from, to)));
        return mine;
      }),
    );
    expect(outcomes.flat().filter(booked)).toHaveLength(360);
  });

  test('each request sent five times over five connections is one transfer and five equal answers', async () => {
    const people = await manyRich(bank.mount, 20, 30n * BUZ);
    const random = seeded(7);
    const requests = Array.from({ length: 200 }, () => {
      const at = random(20);
      return {
        from: people[at]!,
        to: people[(at + 1 + random(19)) % 20]!,
        amount: BUZ + BigInt(random(9_000_000)),
        key: newId(),
      };
    });
    const answers = await Promise.all(
      requests.map(async ({ from, to, amount, key }) => {
        const five = await Promise.all([0, 1, 2, 3, 4].map((road) => by(road, sendOf(from, to, amount, key))));
        // who came while there was no money may be refused before or after another twin found some
        return five.filter(booked).map(({ replayed: _replayed, ...answer }) => answer);
      }),
    );
    for (const five of answers) for (const answer of five) expect(answer).toEqual(five[0]);
    const { rows } = await pool().query(
      `select count(*)::int as transfers, count(distinct (key_scope, idempotency_key))::int as keys
       from transfer where key_scope = any($1)`,
      [people],
    );
    const settled = answers.filter(({ length }) => length > 0).length;
    expect(rows).toEqual([{ transfers: settled, keys: settled }]);
    expect(settled).toBeGreaterThan(100);
  });

  test('one key with two amounts at once: one is settled, the other hears what differs, and nothing else moves', async () => {
    const from = await rich(bank.mount, 1_000n * BUZ);
    const to = await rich(bank.mount, 0n);
    let moved = 0n;
    for (let n = 0; n < 20; n++) {
      const key = newId();
      const two = await Promise.all([1n, 2n].map((buz, road) => by(road + n, sendOf(from, to, buz * BUZ, key))));
      const won = two.filter(booked);
      expect(won).toHaveLength(1);
      expect(two.find(isRefusal)).toMatchObject({ name: 'IdempotencyKeyReused', differs: ['amount'] });
      moved += won[0]!.transfer.amount;
    }
    expect(await balance(walletOf(to))).toBe(moved);
  });

  test('post, void and expire race for 1,000 holds: each hold ends once, and its rest goes back', async () => {
    const RACES = 1_000;
    const people = await manyRich(bank.mount, 50, 1_000n * BUZ);
    const holds = Array.from({ length: RACES }, (_, at): Hold => ({
      ...{ kind: 'HOLD', id: newId(), type: 'PURCHASE', actorId: null, from: people[at % 50]!, amount: 10n * BUZ },
      expiresAt: bank.mount.clock.now(),
    }));
    for (let at = 0; at < RACES; at += 250) await bank.lanes[0]!.settle(holds.slice(at, at + 250), askingFor(newId()));
    const random = seeded(11);
    let posted = 0n;
    await Promise.all(
      holds.map(async ({ id: pendingId }, at) => {
        const any = () => ({ id: newId(), type: 'PURCHASE', actorId: null, pendingId }) as const;
        const amount = BigInt(1 + random(10)) * BUZ;
        const three: Command[] = [
          { ...any(), kind: 'POST', to: TREASURY, amount },
          { ...any(), kind: 'VOID' },
          { ...any(), kind: 'EXPIRE' },
        ];
        const outcomes = await Promise.all(three.map((command, nth) => by((at + nth) % 5, command)));
        expect(outcomes.filter(booked)).toHaveLength(1);
        expect(outcomes.filter(isRefusal).map(({ name }) => name)).toEqual(['BuzHoldEnded', 'BuzHoldEnded']);
        if (booked(outcomes[0]!)) posted += amount;
      }),
    );
    let left = 0n;
    for (const userId of people) {
      expect(await balance(heldOf(userId))).toBe(0n);
      left += await balance(walletOf(userId));
    }
    expect(left).toBe(50_000n * BUZ - posted);
    expect(posted).toBeGreaterThan(0n);
  });
});
