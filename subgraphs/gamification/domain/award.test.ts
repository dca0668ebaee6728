import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dayOf,
  decideAward,
  decideTakeBack,
  milestonesReached,
  streakMultiplierBp,
  type PriorAwards,
  type XpRule,
} from './award.ts';
import { ladderOf } from './level.ts';

const ladder = ladderOf([
  { name: 'OWLET', xpFrom: 0, multiplierBp: 10_000 },
  { name: 'HAWK', xpFrom: 1_000, multiplierBp: 11_000 },
]);
const rule = (given: Partial<XpRule> = {}): XpRule => ({
  activity: 'A',
  version: 1,
  xp: 75,
  dailyCap: null,
  lifetimeCap: null,
  cooldownSeconds: null,
  diminishingBp: [],
  condition: {},
  ...given,
});
const NONE: PriorAwards = {
  thisDay: 0,
  ever: 0,
  cooling: false,
  sameSubject: false,
  sameCounterpartThisDay: false,
  sameCounterpart: false,
};
const at = (xp: number, streakDays = 0) => ({ xp, streakDays });

describe('an award', () => {
  test.each([
    [999, 0, 75],
    [1_000, 0, 82],
    [0, 6, 75],
    [0, 7, 90],
    [0, 29, 90],
    [0, 30, 112],
    [1_000, 30, 123],
  ])('of 75 at %i XP and a streak of %i days is %i: the floor of the product', (xp, days, amount) => {
    expect(decideAward(rule(), NONE, ladder, at(xp, days))).toMatchObject({ awarded: true, amount });
  });

  test('is exact where the product outgrows what a number holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 10_000 }), (xp, share) => {
        const decision = decideAward(rule({ xp, diminishingBp: [share] }), NONE, ladder, at(1_000, 30));
        const exact = (BigInt(xp) * 11_000n * 15_000n * BigInt(share)) / 10n ** 12n;
        expect(decision).toMatchObject({ amount: Number(exact) });
      }),
    );
  });

  test('shrinks with each of a day, and the last share holds for all that follow', () => {
    const amounts = [0, 1, 2, 9].map((thisDay) =>
      decideAward(rule({ diminishingBp: [10_000, 5_000, 2_500] }), { ...NONE, thisDay }, ladder, at(0)),
    );
    expect(amounts).toMatchObject([{ amount: 75 }, { amount: 37 }, { amount: 18 }, { amount: 18 }]);
  });

  test.each<[string, Partial<XpRule>, Partial<PriorAwards>]>([
    ['DAILY_CAP', { dailyCap: 2 }, { thisDay: 2, ever: 9 }],
    ['LIFETIME_CAP', { lifetimeCap: 1 }, { ever: 1 }],
    ['COOLDOWN', { cooldownSeconds: 60 }, { cooling: true }],
    ['SAME_SUBJECT', { condition: { oncePerSubject: true } }, { sameSubject: true }],
    ['SAME_COUNTERPART', { condition: { oncePerCounterpart: 'DAY' } }, { sameCounterpartThisDay: true }],
    ['SAME_COUNTERPART', { condition: { oncePerCounterpart: 'EVER' } }, { sameCounterpart: true }],
    ['LEVEL', { condition: { fromLevel: 'HAWK' } }, {}],
  ])('is refused by %s', (because, given, prior) => {
    expect(decideAward(rule(given), { ...NONE, ...prior }, ladder, at(0))).toEqual({ awarded: false, because });
  });

  test('that is taken back never leaves less than nothing', () => {
    expect([decideTakeBack({ amount: 75 }, 100), decideTakeBack({ amount: 75 }, 30)]).toEqual([-75, -30]);
    expect(decideTakeBack({ amount: -50 }, 10)).toBe(50); // a revocation that is taken back gives it again
  });

  test('counts by the UTC date', () => {
    expect(dayOf(new Date('2026-03-01T00:30:00+02:00'))).toBe('2026-02-28');
  });
});

test('thirty days are asked before seven', () => {
  expect([0, 6, 7, 29, 30, 400].map(streakMultiplierBp)).toEqual([10_000, 10_000, 12_000, 12_000, 15_000, 15_000]);
});

test('milestones are those between the highest XP so far and now', () => {
  expect(milestonesReached(99, 500)).toEqual([100, 500]);
  expect(milestonesReached(500, 999)).toEqual([]);
});
