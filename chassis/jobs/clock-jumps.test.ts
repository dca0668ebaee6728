import { expect, jest, test } from '@jest/globals';
import { clockAt } from '#kernel/clock';
import { onClockJump } from './clock-jumps.ts';

test('a movable clock that is moved calls back once per move, and not after stopping', () => {
  jest.useFakeTimers();
  let offset = 0;
  const clock = { now: () => new Date(Date.now() + offset), offsetMs: () => offset };
  let jumps = 0;
  const stop = onClockJump(clock, () => (jumps += 1), 100);
  jest.advanceTimersByTime(5_000);
  expect(jumps).toBe(0);
  offset += 60 * 86_400_000;
  jest.advanceTimersByTime(1_000);
  expect(jumps).toBe(1);
  stop();
  offset *= 2;
  jest.advanceTimersByTime(1_000);
  expect(jumps).toBe(1);
  jest.useRealTimers();
});

test('a clock that nobody can move is not watched', () => {
  jest.useFakeTimers();
  onClockJump(clockAt('2026-01-01T00:00:00Z'), () => {});
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});
