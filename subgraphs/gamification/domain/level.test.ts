import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, decideAward, type XpRule } from './award.ts';
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
const rule = (caps: Partial<XpRule> = {}): XpRule => ({
  activity: 'A',
  xp: 75,
  dailyCap: null,
  lifetimeCap: null,
  ...caps,
});

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

describe('an award', () => {
  test('is the floor of base times the multiplier of the level held before', () => {
    expect(decideAward(rule(), { thisDay: 0, ever: 0 }, ladder, 999)).toMatchObject({ amount: 75 });
    expect(decideAward(rule(), { thisDay: 0, ever: 0 }, ladder, 1_000)).toMatchObject({
      amount: 82,
      multiplierBp: 11_000,
    });
  });

  test('stops at its caps', () => {
    expect(decideAward(rule({ dailyCap: 2 }), { thisDay: 2, ever: 9 }, ladder, 0)).toEqual({
      awarded: false,
      because: 'DAILY_CAP',
    });
    expect(decideAward(rule({ lifetimeCap: 1 }), { thisDay: 0, ever: 1 }, ladder, 0)).toEqual({
      awarded: false,
      because: 'LIFETIME_CAP',
    });
  });

  test('counts by the UTC date', () => {
    expect(dayOf(new Date('2026-03-01T00:30:00+02:00'))).toBe('2026-02-28');
  });
});
