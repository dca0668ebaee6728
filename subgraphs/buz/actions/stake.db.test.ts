import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { poolOf, reserveOf, stakedOf, TREASURY, walletOf } from '../domain/account.ts';
import { buzSubgraph } from '../subgraph.ts';
import { DAY_MS, stakersOf } from '../testing/stakers.ts';
import { matureStakes } from './mature-stakes.ts';
import { renewStake, setStakeAutoRenew } from './renew-stake.ts';

const POOL = poolOf('STAKING');
const RESERVE = reserveOf('STAKING');

describe('staking', () => {
  let mount: TestMount<unknown>;
  let world: ReturnType<typeof stakersOf>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    world = stakersOf(mount);
  });
  afterAll(async () => {
    expect(await world.missing()).toBe('0');
    await mount.stop();
  });

  const position = async (id: string) =>
    (
      await world.rows(
        `select status, term, reward::text as reward, rewards_paid::text as paid, started_at as "startedAt",
           matures_at as "maturesAt" from stake where id = $1`,
        id,
      )
    )[0]!;
  const later = (days: number): void => mount.clock.advance(days * DAY_MS);
  const system = () => mount.scope({ kind: 'system' });

  test('a journey: GOLD left at day 60 returns 900, GOLD held 180 days pays 59.178082, an empty pool refuses', async () => {
    const userId = await world.person('3000');
    const before = { pool: await world.balance(POOL), treasury: await world.balance(TREASURY) };
    const first = await world.staked(userId, 'GOLD', '1000');
    expect(await world.balance(RESERVE)).toBe(59_178_082n);
    expect(await world.balance(stakedOf(userId))).toBe(1_000n * BUZ);
    later(60);
    expect(await world.withdraw(userId, first, '900')).toEqual({ stakeId: first, payout: '900', penalty: '100' });
    expect(await world.balance(walletOf(userId))).toBe(2_900n * BUZ);
    expect(await world.balance(TREASURY)).toBe(before.treasury + 100n * BUZ);
    expect(await world.balance(POOL)).toBe(before.pool);

    const second = await world.staked(userId, 'GOLD', '1000');
    later(180);
    expect(await matureStakes(system())).toBe(1);
    expect(await world.balance(walletOf(userId))).toBe(1_900n * BUZ + 59_178_082n);
    expect(await world.balance(RESERVE)).toBe(0n);
    expect(await world.balance(POOL)).toBe(before.pool - 59_178_082n);
    expect(await world.withdraw(userId, second, '1000')).toMatchObject({ payout: '1000', penalty: '0' });
    expect((await world.told(second)).map(({ type }) => type)).toEqual(['buz.staked', 'buz.stake_matured', 'buz.unstaked']); // prettier-ignore

    const rest = await world.balance(POOL);
    await world.move(POOL, poolOf('RESERVE'), rest - 59_178_081n);
    expect(await world.stake(userId, 'GOLD', '1000')).toMatchObject({
      name: 'StakePoolExhausted',
      needed: 59_178_082n,
      available: 59_178_081n,
    });
    expect(await world.balance(walletOf(userId))).toBe(2_900n * BUZ + 59_178_082n);
    await world.move(poolOf('RESERVE'), POOL, rest - 59_178_081n);
  });

  test('the reward is earned to the millisecond, not before', async () => {
    const userId = await world.person('100');
    const id = await world.staked(userId, 'BRONZE', '100');
    mount.clock.advance(30 * DAY_MS - 1);
    expect(await matureStakes(system())).toBe(0);
    expect(await world.withdraw(userId, id, '100')).toMatchObject({ name: 'StakePayoutChanged', payout: 90n * BUZ });
    mount.clock.advance(1);
    // no schedule has run: leaving does what it would have done
    expect(await world.withdraw(userId, id, '100')).toMatchObject({ payout: '100' });
    expect(await position(id)).toMatchObject({ status: 'WITHDRAWN', paid: '410958' });
  });

  test('a term ends once, however many replicas look at the same instant', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => world.person('100')));
    const ids = await Promise.all(people.map((userId) => world.staked(userId, 'BRONZE', '100')));
    later(31);
    const ended = await Promise.all([1, 2, 3, 4].map(() => matureStakes(system())));
    expect(ended.reduce((sum, one) => sum + one)).toBe(ids.length);
    for (const [at, id] of ids.entries()) {
      expect(await world.balance(walletOf(people[at]!))).toBe(410_958n);
      const [matured, ...more] = (await world.told(id)).filter(({ type }) => type === 'buz.stake_matured');
      expect(more).toEqual([]);
      expect(matured!.body.maturedAt).toBe(((await position(id)).maturesAt as Date).toISOString());
    }
  });

  test('one that renews itself goes on at its exact instants, at the terms that held then, although the schedule was late', async () => {
    const userId = await world.person('200');
    const id = await world.staked(userId, 'BRONZE', '100', true);
    const start = mount.clock.now().getTime();
    await world.rows(
      `insert into stake_tier select tier, 2, 1000, days, minimum, maximum, penalty_bp, $1 from stake_tier where tier = 'BRONZE'`,
      new Date(start + 45 * DAY_MS),
    );
    later(95);
    expect(await matureStakes(system())).toBe(3);
    expect(await position(id)).toEqual({
      status: 'ACTIVE',
      term: 4,
      reward: '821917',
      paid: String(410_958 + 410_958 + 821_917),
      startedAt: new Date(start + 90 * DAY_MS),
      maturesAt: new Date(start + 120 * DAY_MS),
    });
    await setStakeAutoRenew(world.as(userId), { stakeId: id, autoRenew: false });
    later(25);
    await matureStakes(system());
    expect(await position(id)).toMatchObject({ status: 'MATURED', term: 4 });
    const key = { stakeId: id, idempotencyKey: newId() };
    expect(await renewStake(world.as(userId), key)).toEqual({ stakeId: id });
    expect(await renewStake(world.as(userId), key)).toEqual({ stakeId: id });
    expect(await position(id)).toMatchObject({ status: 'ACTIVE', term: 5, startedAt: mount.clock.now() });
    expect(await renewStake(world.as(userId), { ...key, idempotencyKey: newId() })).toMatchObject({ name: 'StakeNotMatured' }); // prettier-ignore
  });

  test('one that cannot renew itself is paid, stays matured, and says why', async () => {
    const [unsigned, poor] = [await world.person('100'), await world.person('100')];
    const ids = [await world.staked(unsigned, 'BRONZE', '100', true)];
    await world.rows(`update account set documents = '{BTS}' where address = $1`, walletOf(unsigned));
    later(30);
    await matureStakes(system());
    ids.push(await world.staked(poor, 'BRONZE', '100', true));
    later(30);
    const rest = await world.balance(POOL);
    await world.move(POOL, poolOf('RESERVE'), rest);
    await matureStakes(system());
    await world.move(poolOf('RESERVE'), POOL, rest);
    const last = await Promise.all(ids.map(async (id) => (await world.told(id)).at(-1)!));
    expect(last).toMatchObject([
      { type: 'buz.stake_matured', body: { renewed: false, notRenewed: 'LEGAL_GATE_CLOSED' } },
      { type: 'buz.stake_matured', body: { renewed: false, notRenewed: 'STAKE_POOL_EXHAUSTED' } },
    ]);
    for (const id of ids) expect(await position(id)).toMatchObject({ status: 'MATURED' });
  });

  test('who has not signed, is frozen, has too little or asks for what no tier takes is told so, and nothing moves', async () => {
    const userId = await world.person('5000');
    const id = await world.staked(userId, 'BRONZE', '100');
    const before = await world.rows('select address, balance from account order by id');
    const answers = async (tier: string, buz: string) => world.stake(userId, tier, buz);
    expect(await answers('TIN', '100')).toMatchObject({ name: 'StakeTierUnknown', tiers: ['BRONZE', 'SILVER', 'GOLD', 'PLATINUM'] }); // prettier-ignore
    expect(await answers('BRONZE', '99.999999')).toMatchObject({ name: 'StakeAmountInvalid', minimum: 100n * BUZ });
    expect(await answers('BRONZE', '10000.000001')).toMatchObject({ name: 'StakeAmountInvalid', maximum: 10_000n * BUZ }); // prettier-ignore
    expect(await answers('BRONZE', '4900.000001')).toMatchObject({ name: 'InsufficientBuz', available: '4900' });
    const set = (change: string) => world.rows(`update account set ${change} where address = $1`, walletOf(userId));
    await set(`documents = '{BPP}'`);
    expect(await answers('BRONZE', '100')).toMatchObject({ name: 'LegalGateClosed', missing: ['BTS'] });
    await set(`documents = '{BTS,BPP}', status = 'FROZEN'`);
    expect(await answers('BRONZE', '100')).toMatchObject({ name: 'BuzWalletFrozen' });
    expect(await world.withdraw(userId, id, '90')).toMatchObject({ name: 'BuzWalletFrozen' });
    await set(`status = 'ACTIVE'`);
    expect(await world.withdraw(newId(), id, '90')).toMatchObject({ name: 'NotFound' });
    expect(await world.withdraw(userId, newId(), '90')).toMatchObject({ name: 'NotFound' });
    expect(await world.rows('select address, balance from account order by id')).toEqual(before);
  });

  test('the same key stakes once, also in parallel; twenty ways to leave at once leave once', async () => {
    const userId = await world.person('1000');
    const key = newId();
    const opened = await Promise.all(
      Array.from({ length: 10 }, () => world.stake(userId, 'BRONZE', '100', false, key)),
    );
    expect(new Set(opened.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await world.stake(userId, 'BRONZE', '200', false, key)).toMatchObject({
      name: 'IdempotencyKeyReused',
      differs: ['amount'],
    });
    expect(await world.balance(stakedOf(userId))).toBe(100n * BUZ);
    const { stakeId } = opened[0] as { stakeId: string };
    const left = await Promise.all(Array.from({ length: 20 }, () => world.withdraw(userId, stakeId, '90')));
    expect(left.filter((one) => 'payout' in one && one.payout === '90')).toHaveLength(1);
    expect(left.filter((one) => 'name' in one && one.name === 'StakeEnded')).toHaveLength(19);
    expect(await world.balance(walletOf(userId))).toBe(990n * BUZ);
  });

  test('of many who stake at once when the pool covers one, one does', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => world.person('100')));
    const rest = await world.balance(POOL);
    await world.move(POOL, poolOf('RESERVE'), rest - 821_917n);
    const opened = await Promise.all(people.map((userId) => world.stake(userId, 'BRONZE', '100')));
    expect(opened.filter((one) => 'stakeId' in one)).toHaveLength(1);
    expect(await world.balance(POOL)).toBe(0n);
    await world.move(poolOf('RESERVE'), POOL, rest - 821_917n);
  });
});
