import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUZ } from '#kernel/buz';
import { equityFor, leastFor, refuseConversion, refuseWindow } from './investment.ts';

test('100 bp for 10,000 BUZ: 10,000 BUZ are one percent, 95 bp a little less', () => {
  expect(equityFor(10_000n * BUZ, 100)).toBe(100);
  expect(equityFor(10_000n * BUZ, 95)).toBe(95);
  expect(equityFor(10_000n * BUZ - 1n, 100)).toBe(99);
});

test('the least amount is worth one basis point, and one unit less is worth nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), (rateBp) => {
      expect(equityFor(leastFor(rateBp), rateBp)).toBe(1);
      expect(equityFor(leastFor(rateBp) - 1n, rateBp)).toBe(0);
    }),
  );
});

test('a window takes requests from its first instant until before its last', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 0, 5, hour));
  const window = { id: 'w', ventureId: 'v', rateBp: 100, opensAt: at(9), closesAt: at(12) };
  const named = (hour: number) => refuseConversion(window, 100n * BUZ, at(hour))?.name;
  expect([8, 9, 11, 12].map(named)).toEqual([
    'BuzConversionWindowClosed',
    undefined,
    undefined,
    'BuzConversionWindowClosed',
  ]);
  expect(refuseConversion(window, 99n * BUZ, at(10))?.name).toBe('BuzAmountInvalid');
});

test.each([
  [{ rateBp: 0 }, 'rate'],
  [{ rateBp: 1.5 }, 'rate'],
  [{ rateBp: 1_001 }, 'rate'],
  [{ closesAt: new Date(0) }, 'future'],
  [{ opensAt: new Date(3e12) }, 'after'],
])('a window with %p is refused', (wrong, word) => {
  const window = { rateBp: 100, opensAt: new Date(1e12), closesAt: new Date(2e12), ...wrong };
  expect(refuseWindow(window, new Date(1.5e12))?.message).toContain(word);
});
