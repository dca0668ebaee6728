import { expect, jest, test } from '@jest/globals';
import type { Pool } from 'pg';
import { Doorbell } from './doorbell.ts';

test('rings at once when it was quiet, and together with the others of the same 20 ms when it was not', async () => {
  jest.useFakeTimers();
  const notified: unknown[] = [];
  let heard = 0;
  const pool = { query: async (...query: unknown[]) => void notified.push(query) } as unknown as Pool;
  const bell = new Doorbell(pool, 'road_alpha', 20, () => (heard += 1));
  bell.ring();
  expect([heard, notified.length]).toEqual([1, 1]);
  for (let ms = 0; ms < 100; ms++) {
    for (let n = 0; n < 10; n++) bell.ring();
    jest.advanceTimersByTime(1);
  }
  expect(heard).toBeGreaterThanOrEqual(5);
  expect(heard).toBeLessThanOrEqual(6);
  expect(notified.length).toBe(heard);
  expect(notified[0]).toEqual(['select pg_notify($1, $2)', ['road_alpha', bell.id]]);
  bell.stop();
  bell.ring();
  jest.advanceTimersByTime(100);
  expect(heard).toBeLessThanOrEqual(6);
  jest.useRealTimers();
});
