import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CAP } from '#kernel/buz';
import { splitByWeight } from './split.ts';

describe('a split', () => {
  const amount = fc.bigInt(0n, CAP);
  const weights = fc.array(fc.bigInt(0n, 10_000n), { minLength: 1, maxLength: 30 }).filter((all) => all.some(Boolean));

  test('gives away exactly the amount, and nothing to who weighs nothing', () => {
    fc.assert(
      fc.property(amount, weights, (whole, by) => {
        const parts = splitByWeight(whole, by);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
        expect(parts.every((part, i) => part >= 0n && (by[i] !== 0n || part === 0n))).toBe(true);
      }),
    );
  });

  test('is nowhere a whole unit away from the exact share, and more weight never gets less', () => {
    fc.assert(
      fc.property(amount, weights, (whole, by) => {
        const sum = by.reduce((total, weight) => total + weight, 0n);
        const parts = splitByWeight(whole, by);
        for (const [i, part] of parts.entries()) {
          const away = part * sum - whole * by[i]!;
          expect(away < sum && -away < sum).toBe(true);
          for (const [j, other] of parts.entries()) if (by[i]! > by[j]!) expect(part >= other).toBe(true);
        }
      }),
    );
  });

  test.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [10n, [10n, 20n, 30n, 20n, 20n], [1n, 2n, 3n, 2n, 2n]],
    [1n, [0n, 5n, 5n], [0n, 1n, 0n]],
    [0n, [3n, 4n], [0n, 0n]],
  ])('of %s by %s is %s', (whole, by, parts) => expect(splitByWeight(whole, by)).toEqual(parts));

  test('needs somebody to give to', () => {
    expect(() => splitByWeight(5n, [])).toThrow('nobody');
    expect(() => splitByWeight(5n, [0n, 0n])).toThrow('nobody');
    expect(() => splitByWeight(5n, [3n, -1n])).toThrow('less than nothing');
  });
});
