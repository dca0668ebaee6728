import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advance, checkSteps, circleIn, claimableUntil, isComplete, windowOf, type QuestStep } from './quest.ts';

const KINDS = new Set(['A', 'B']);
const step = (key: string, after: string[] = [], kind = 'A', count = 1): QuestStep => ({
  key,
  title: key,
  kinds: [kind],
  count,
  after,
});

test('steps that wait for each other are refused with the circle that they make', () => {
  const steps = [step('START'), step('ONE', ['THREE', 'START']), step('TWO', ['ONE']), step('THREE', ['TWO'])];
  expect(checkSteps(steps, KINDS)).toMatchObject({
    name: 'QuestInvalid',
    place: 'steps',
    problem: 'ONE -> THREE -> TWO -> ONE wait for each other',
  });
  expect(checkSteps([step('SELF', ['SELF'])], KINDS)).toMatchObject({ problem: 'SELF -> SELF wait for each other' });
});

test.each([
  [[], 'steps'],
  [[step('lower')], 'steps[0].key'],
  [[step('ONE'), step('ONE')], 'steps[1].key'],
  [[{ ...step('ONE'), title: ' ' }], 'steps[0].title'],
  [[step('ONE', [], 'UNKNOWN')], 'steps[0].kinds'],
  [[{ ...step('ONE'), kinds: [] }], 'steps[0].kinds'],
  [[step('ONE', [], 'A', 0)], 'steps[0].count'],
  [[step('ONE', ['MISSING'])], 'steps[0].after'],
])('%j is refused at %s', (steps, place) => {
  expect(checkSteps(steps, KINDS)).toMatchObject({ name: 'QuestInvalid', place });
});

test('there is a circle exactly when no order does every step after those before it', () => {
  const keys = ['S1', 'S2', 'S3', 'S4', 'S5'];
  const arrows = fc.array(fc.tuple(fc.constantFrom(...keys), fc.constantFrom(...keys)), { maxLength: 8 });
  fc.assert(
    fc.property(arrows, (pairs) => {
      const steps = keys.map((key) =>
        step(
          key,
          pairs.filter(([to]) => to === key).map(([, from]) => from),
        ),
      );
      const done = new Set<string>();
      for (let round = 0; round < keys.length; round++)
        for (const one of steps) if (one.after.every((key) => done.has(key))) done.add(one.key);
      expect(circleIn(steps) === null).toBe(done.size === keys.length);
    }),
  );
});

test('a step counts only after the steps before it, and no fact counts for a step that it unlocks itself', () => {
  const quest = { steps: [step('FIRST', [], 'A', 2), step('THEN', ['FIRST'], 'A')] };
  let counts = {};
  for (const expected of [{ FIRST: 1 }, { FIRST: 2 }, { FIRST: 2, THEN: 1 }, { FIRST: 2, THEN: 1 }]) {
    counts = advance(quest, counts, 'A');
    expect(counts).toEqual(expected);
  }
  expect(isComplete(quest, counts)).toBe(true);
  expect(advance(quest, {}, 'B')).toEqual({});
});

test('a week is Monday to Sunday, also over the turn of the year', () => {
  expect(windowOf('WEEKLY', '2026-01-05')).toEqual({ key: '2026-01-05', lastDay: '2026-01-11' });
  expect(windowOf('WEEKLY', '2026-01-04')).toEqual({ key: '2025-12-29', lastDay: '2026-01-04' });
  expect(windowOf('DAILY', '2026-01-04')).toEqual({ key: '2026-01-04', lastDay: '2026-01-04' });
  expect(claimableUntil(windowOf('DAILY', '2026-02-25'))).toBe('2026-03-04');
  expect(claimableUntil(windowOf('ONBOARDING', '2026-02-25'))).toBeNull();
});
