import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { runBank } from '../testing/bank.ts';

test('1,000 people, 16 workers, 20,000 transfers: nothing is lost, made, doubled or out of order, and nothing deadlocks', async () => {
  const seed = Date.now() % 1_000_000;
  const report = await runBank(1_000, 16, 1_250, seed);
  expect({ seed, ...report }).toMatchObject({ wrongs: [], deadlocks: 0, drift: [] });
  expect(Object.keys(report.refused).sort()).toEqual(['BuzOwnWallet', 'InsufficientBuz']);
  expect(report.booked + report.refused['InsufficientBuz']! + report.refused['BuzOwnWallet']!).toBe(20_000);
  expect(Math.min(report.booked, report.refused['InsufficientBuz']!)).toBeGreaterThan(2_000);
}, 240_000);
