import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { boardKey, cohortOf, ranked, weekAfter, weekOf } from './board.ts';

test('a week is named by its Monday and ends on Sunday at midnight UTC, a month by its number', () => {
  expect(weekOf(new Date('2026-01-05T00:00:00Z'))).toBe('2026-01-05');
  expect(weekOf(new Date('2026-01-11T23:59:59.999Z'))).toBe('2026-01-05');
  expect(weekOf(new Date('2026-01-01T12:00:00Z'))).toBe('2025-12-29');
  expect(weekAfter('2025-12-29')).toBe('2026-01-05');
  expect(boardKey('MONTH', new Date('2026-02-28T23:59:59Z'))).toBe('xp:2026-02');
  expect(boardKey('WEEK', new Date('2026-03-01T00:00:00Z'))).toBe('xp:w2026-02-23');
});

test('a cohort is a month in UTC, whatever the hour, and next to the month before', () => {
  expect(cohortOf(new Date('2025-12-31T23:59:59.999Z'))).toBe(2025 * 12 + 11);
  expect(cohortOf(new Date('2025-12-01T00:00:00Z'))).toBe(2025 * 12 + 11);
  expect(cohortOf(new Date('2026-01-01T00:00:00Z'))).toBe(2025 * 12 + 12);
});

test('a stretch gets the ranks that counting each of its rows would give, wherever in a tie it begins', () => {
  const scores = fc.array(fc.integer({ min: -3, max: 6 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(scores, fc.nat(), fc.integer({ min: 1, max: 40 }), (unordered, from, length) => {
      const board = unordered.toSorted((a, b) => b - a).map((score) => ({ score }));
      const stretch = board.slice(from % board.length).slice(0, length);
      const first = stretch[0]!.score;
      const counted = {
        above: board.filter(({ score }) => score > first).length,
        atLeast: board.filter(({ score }) => score >= first).length,
      };
      const naive = stretch.map((row) => 1 + board.filter(({ score }) => score > row.score).length);
      expect(ranked(stretch, counted).map(({ rank }) => rank)).toEqual(naive);
    }),
  );
});
