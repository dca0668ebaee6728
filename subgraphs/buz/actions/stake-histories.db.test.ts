import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUZ, decimalOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { poolOf, reserveOf, stakedOf, TREASURY, walletOf } from '../domain/account.ts';
import { exitAt } from '../domain/stake.ts';
import { readStakesOf } from '../storage/stakes.store.ts';
import { buzSubgraph } from '../subgraph.ts';
import { DAY_MS, stakersOf } from '../testing/stakers.ts';
import { matureStakes } from './mature-stakes.ts';
import { renewStake, setStakeAutoRenew } from './renew-stake.ts';

const START = 20_000n * BUZ;
/** The terms as the rule states them, so that the sums below do not come from the code under test. */
const RATES = { BRONZE: [500n, 30n], SILVER: [800n, 90n], GOLD: [1_200n, 180n] } as const;
type Tier = keyof typeof RATES;
const rewardFor = (tier: string, principal: bigint): bigint =>
  (principal * RATES[tier as Tier][0] * RATES[tier as Tier][1]) / 3_650_000n;

const step = fc.oneof(
  fc.record({
    act: fc.constant('stake' as const),
    tier: fc.constantFrom<Tier>('BRONZE', 'SILVER', 'GOLD'),
    amount: fc.bigInt({ min: 1_000n * BUZ, max: 3_000n * BUZ }),
    autoRenew: fc.boolean(),
  }),
  fc.record({ act: fc.constantFrom('leave' as const, 'renew' as const, 'toggle' as const), which: fc.nat() }),
  fc.record({ act: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 70 * DAY_MS }) }),
  fc.record({ act: fc.constant('schedule' as const) }),
);

let mount: TestMount<unknown>;
let world: ReturnType<typeof stakersOf>;
beforeAll(async () => {
  mount = await mountForTest(buzSubgraph());
  world = stakersOf(mount);
});
afterAll(() => mount.stop());

const positions = (userId: string) => readStakesOf(mount.scope().em, userId, 99, null);
const leave = async (userId: string, id: string): Promise<void> => {
  const all = await positions(userId);
  const exit = exitAt(
    all.find((one) => one.id === id)!,
    mount.clock.now(),
  );
  if (exit) await world.withdraw(userId, id, decimalOf(exit.payout));
};

test('after any history what is promised is in reserve, what was paid is what the rule says, and no dust is left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (history) => {
      const userId = await world.person(decimalOf(START));
      const before = { pool: await world.balance(poolOf('STAKING')), treasury: await world.balance(TREASURY) };
      for (const one of history) {
        const mine = await positions(userId);
        const chosen = 'which' in one && mine.length > 0 ? mine[one.which % mine.length]! : null;
        if (one.act === 'stake') await world.stake(userId, one.tier, decimalOf(one.amount), one.autoRenew);
        if (one.act === 'wait') mount.clock.advance(one.ms);
        if (one.act === 'schedule') await matureStakes(mount.scope({ kind: 'system' }));
        if (chosen && one.act === 'leave') await leave(userId, chosen.id);
        if (chosen && one.act === 'renew')
          await renewStake(world.as(userId), { stakeId: chosen.id, idempotencyKey: newId() });
        if (chosen && one.act === 'toggle')
          await setStakeAutoRenew(world.as(userId), { stakeId: chosen.id, autoRenew: !chosen.autoRenew });
        const now = await positions(userId);
        const promised = now.filter(({ status }) => status === 'ACTIVE').reduce((sum, { reward }) => sum + reward, 0n);
        expect(await world.balance(reserveOf('STAKING'))).toBe(promised);
        const kept = now.filter(({ endedAt }) => endedAt === null).reduce((sum, { principal }) => sum + principal, 0n);
        expect(await world.balance(stakedOf(userId))).toBe(kept);
      }
      for (const { id } of await positions(userId)) {
        await setStakeAutoRenew(world.as(userId), { stakeId: id, autoRenew: false });
        await leave(userId, id);
        await leave(userId, id);
      }
      const ended = await positions(userId);
      expect(ended.filter(({ endedAt }) => endedAt === null)).toEqual([]);
      let paid = 0n;
      let penalties = 0n;
      for (const { id, tier, principal, status, term, rewardsPaid } of ended) {
        const early = status === 'WITHDRAWN_EARLY';
        const terms = BigInt(term) - (early ? 1n : 0n);
        expect(rewardsPaid).toBe(rewardFor(tier, principal) * terms);
        paid += rewardsPaid;
        if (early) penalties += principal / 10n;
        expect((await world.told(id)).filter(({ type }) => type === 'buz.stake_matured')).toHaveLength(Number(terms));
      }
      expect(await world.balance(reserveOf('STAKING'))).toBe(0n);
      expect(await world.balance(stakedOf(userId))).toBe(0n);
      expect(before.pool - (await world.balance(poolOf('STAKING')))).toBe(paid);
      expect((await world.balance(TREASURY)) - before.treasury).toBe(penalties);
      expect(await world.balance(walletOf(userId))).toBe(START + paid - penalties);
      expect(await world.missing()).toBe('0');
    }),
    { numRuns: 12 },
  );
}, 120_000);
