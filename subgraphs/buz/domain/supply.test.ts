import { describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { POOLS, type Pool } from './account.ts';
import { basisPoints } from './economy-figures.ts';
import { fitting } from './reward.ts';
import { releasePlan } from './supply.ts';

describe('the release plan', () => {
  test.each(Object.keys(POOLS) as Pool[])('of %s gives away exactly the pool in five years', (pool) => {
    const plan = releasePlan(pool);
    expect(plan.map(({ shareBp }) => shareBp)).toEqual([2_000, 3_000, 2_500, 1_500, 1_000]);
    expect(plan.reduce((sum, { amount }) => sum + amount, 0n)).toBe(POOLS[pool] * BUZ);
  });
});

test('nothing has no share of nothing', () => {
  expect(basisPoints(1n, 0n)).toBeNull();
  expect(basisPoints(1n, 3n)).toBe(3_333);
  expect(basisPoints(10n ** 15n, 1n)).toBe(2_147_483_647);
});

test('a queue is paid from its head: what does not fit ends it, though a smaller one behind it would', () => {
  const queue = [5n, 90n, 10n, 1n].map((amount) => ({ amount }));
  expect(fitting(queue, { emission: 100n, pool: 1_000n })).toEqual({ fits: queue.slice(0, 2), waitsFor: 'EMISSION' });
  expect(fitting(queue, { emission: 1_000n, pool: 94n })).toEqual({ fits: queue.slice(0, 1), waitsFor: 'POOL' });
  expect(fitting(queue, { emission: -1n, pool: 94n })).toEqual({ fits: [], waitsFor: 'EMISSION' });
  expect(fitting(queue, { emission: 106n, pool: 106n })).toEqual({ fits: queue, waitsFor: null });
});
