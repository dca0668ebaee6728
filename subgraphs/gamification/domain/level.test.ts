import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ladderOf, levelAt, levelsEntered, nextLevel, progressPercent } from './level.ts';

const ladder = ladderOf(
  [
    ['OWLET', 0, 10_000],
    ['HAWK', 1_000, 11_000],
    ['EAGLE', 5_000, 12_000],
    ['SKY_MASTER', 15_000, 13_000],
  ].map(([name, xpFrom, multiplierBp]) => ({ name, xpFrom, multiplierBp }) as never),
);
const xp = fc.integer({ min: 0, max: 2_000_000 });

describe('the level', () => {
  test.each([
    [0, 'OWLET', 0],
    [999, 'OWLET', 99],
    [1_000, 'HAWK', 0],
    [3_000, 'HAWK', 50],
    [15_000, 'SKY_MASTER', 100],
  ])('at %i XP is %s, %i %% through', (at, name, percent) => {
    expect(levelAt(ladder, at).name).toBe(name);
    expect(progressPercent(ladder, at)).toBe(percent);
  });

  test('never falls while XP grows, and the next level is always ahead', () => {
    fc.assert(
      fc.property(xp, xp, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(levelAt(ladder, high).xpFrom).toBeGreaterThanOrEqual(levelAt(ladder, low).xpFrom);
        expect(nextLevel(ladder, low)?.xpFrom ?? Infinity).toBeGreaterThan(low);
      }),
    );
  });

  test('begins exactly at its threshold: the curve can be turned round', () => {
    fc.assert(
      fc.property(xp, (at) => {
        const { xpFrom } = levelAt(ladder, at);
        expect(xpFrom).toBeLessThanOrEqual(at);
        expect(levelAt(ladder, xpFrom)).toBe(levelAt(ladder, at));
        expect(xpFrom === 0 || levelAt(ladder, xpFrom - 1).xpFrom < xpFrom).toBe(true);
      }),
    );
  });

  test('is entered once each, however far an award jumps', () => {
    fc.assert(
      fc.property(xp, fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 20 }), (start, steps) => {
        let at = start;
        const entered = steps.flatMap((step) => {
          const names = levelsEntered(ladder, at, at + step).map(({ name }) => name);
          at += step;
          return names;
        });
        expect(entered).toEqual(levelsEntered(ladder, start, at).map(({ name }) => name));
      }),
    );
  });
});
