import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { SILENT } from '#chassis/testing/road-town';
import { Pulse } from './pulse.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('runs when woken, again for a wake while it runs, never twice at once, and every interval when nobody wakes it', async () => {
  let running = 0;
  let runs = 0;
  const pulse = new Pulse('test', 250, SILENT, async () => {
    expect(++running).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    running -= 1;
    runs += 1;
    return false;
  });
  pulse.wake();
  for (let n = 0; n < 5; n++) pulse.wake();
  await jest.advanceTimersByTimeAsync(30);
  expect(runs).toBe(2);
  await jest.advanceTimersByTimeAsync(1000);
  expect(runs).toBeGreaterThanOrEqual(5);
  expect(runs).toBeLessThanOrEqual(6);
  await pulse.stop();
  pulse.wake();
  await jest.advanceTimersByTimeAsync(1000);
  expect(runs).toBeLessThanOrEqual(6);
});

test('after a fault it waits longer and longer, at most a second, however often it is woken, and tells the fault once', async () => {
  const warned: string[] = [];
  let attempts = 0;
  let away = true;
  const log = { ...SILENT, warn: (_: object, message = '') => void warned.push(message) };
  const pulse = new Pulse('test', 250, log, async () => {
    attempts += 1;
    if (away) throw new Error('no database');
    return false;
  });
  pulse.wake();
  for (let ms = 0; ms < 10_000; ms += 10) {
    pulse.wake();
    await jest.advanceTimersByTimeAsync(10);
  }
  expect(attempts).toBeLessThan(16);
  expect(warned).toEqual(['fault, retrying']);
  away = false;
  const before = attempts;
  await jest.advanceTimersByTimeAsync(1001);
  expect(attempts).toBeGreaterThan(before); // back within a second
  await pulse.stop();
});
