import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { closeProgramme, openProgramme } from './open-programme.ts';
import { payFromProgramme } from './pay-from-programme.ts';

describe('a programme', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    economy = economyOf(mount);
  });
  afterAll(() => mount.stop());

  const open = (code: string, buz: number) => {
    const programme = {
      code,
      name: 'A test',
      pool: 'VENTURES',
      ceiling: BigInt(buz) * BUZ,
      decisionId: newId(),
    } as const;
    return mount.scope().transact((tx) => openProgramme(tx, programme, mount.clock.now()));
  };
  const pay = (code: string, amount: bigint, users: string[], id = newId()) => {
    const shares = users.map((userId) => ({ userId, weight: 1n }));
    const payout = { code, amount, shares, subject: { type: 'milestone', id } };
    return mount.scope().transact((tx) => payFromProgramme(tx, payout, mount.clock.now()));
  };
  const nameOf = (outcome: unknown) => (isRefusal(outcome) ? outcome.name : 'paid');

  test('gives exactly its ceiling, whoever asks at once, and then refuses with what is left', async () => {
    await open('LAUNCH', 100);
    const userId = await economy.person(0);
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => pay('LAUNCH', 7n * BUZ, [userId])));
    expect(outcomes.filter((one) => nameOf(one) === 'paid')).toHaveLength(14);
    expect(outcomes.filter(isRefusal)).toMatchObject(
      [1, 2].map(() => ({ name: 'BuzPoolExhausted', needed: 7n * BUZ, available: 2n * BUZ })),
    );
    expect([await economy.balance(`wallet/${userId}`), await economy.balance('reserve/PROGRAMME_LAUNCH')]).toEqual([
      98, 2,
    ]);
  });

  test('pays among several to the last unit, once per subject', async () => {
    await open('SPLIT', 100);
    const users = await Promise.all([1, 2, 3].map(() => economy.person(0)));
    const milestone = newId();
    const outcomes = await Promise.all([1, 2, 3].map(() => pay('SPLIT', 10n * BUZ, users, milestone)));
    expect(outcomes.map(nameOf)).toEqual(['paid', 'paid', 'paid']);
    expect(outcomes.filter((one) => !isRefusal(one) && !one.replayed)).toHaveLength(1);
    expect(await Promise.all(users.map((userId) => economy.balance(`wallet/${userId}`)))).toEqual([
      3.333334, 3.333333, 3.333333,
    ]);
  });

  test('exists once, and gives back what is left when it is closed', async () => {
    const pool = await economy.balance('pool/VENTURES');
    expect((await Promise.all([open('CLOSING', 50), open('CLOSING', 50)])).map(nameOf).sort()).toEqual([
      'BuzProgrammeExists',
      'paid',
    ]);
    await pay('CLOSING', 20n * BUZ, [await economy.person(0)]);
    const close = () => mount.scope().transact((tx) => closeProgramme(tx, 'CLOSING', mount.clock.now()));
    expect((await Promise.all([close(), close()])).map((one) => one?.name ?? 'closed').sort()).toEqual([
      'BuzProgrammeUnknown',
      'closed',
    ]);
    expect(await economy.balance('pool/VENTURES')).toBe(pool - 20);
    expect(nameOf(await pay('CLOSING', BUZ, [await economy.person(0)]))).toBe('BuzProgrammeUnknown');
    expect(nameOf(await open('TOO_MUCH', 100_000_000))).toBe('BuzPoolExhausted');
    expect(await economy.missing()).toBe('0');
  });
});
