import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { runBank } from '../testing/bank.ts';

test('1,000 people, 16 workers, 320,000 transfers: nothing is lost, made, doubled or out of order, and nothing deadlocks', async () => {
  const seed = Date.now() % 1_000_000;
  expect({ seed, ...(await runBank(1_000, 16, 20_000, seed)) }).toMatchObject({ wrongs: [], deadlocks: 0, drift: [] });
}, 1_800_000); // one worker in sixteen goes past both lanes: that many commits of one transfer, on whatever else the machine does
