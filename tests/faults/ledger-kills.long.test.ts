import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { killLedger } from './ledger-kills.ts';

test('a hundred kills lose and double nothing', async () => {
  const seed = Date.now() % 1_000_000;
  expect({ seed, faults: (await killLedger(100, seed)).faults }).toEqual({ seed, faults: [] });
}, 1_200_000);
