import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { killLedger } from './ledger-kills.ts';

test('kill -9 of the database, of the program and of both under 16 writers: what was acknowledged is there, what was not happens once', async () => {
  const seed = Date.now() % 1_000_000;
  const { faults, acknowledged, inDoubt } = await killLedger(5, seed);
  expect({ seed, faults }).toEqual({ seed, faults: [] });
  expect(acknowledged).toBeGreaterThan(100);
  expect(inDoubt).toBeGreaterThan(0);
}, 180_000);
