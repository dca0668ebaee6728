import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { usersWorld, type UsersWorld } from '../testing/world.ts';

const EVEN_MS = 100;
const SAMPLES = 25;

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld({ evenTimeMs: EVEN_MS }, { memoryKiB: 32_768 }); // a hash takes long enough to be missed if it were left out
});
afterAll(() => world.stop());

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

/** How well a threshold on the time alone tells the two apart: 0.5 is chance, 1 is always. */
function advantage(a: readonly number[], b: readonly number[]): number {
  let wins = 0;
  for (const x of a) for (const y of b) wins += x < y ? 1 : x === y ? 0.5 : 0;
  const share = wins / (a.length * b.length);
  return Math.max(share, 1 - share);
}

/** Alternating samples, so that a machine that slows down does so for both. */
async function compare(known: () => Promise<unknown>, unknown: () => Promise<unknown>): Promise<number> {
  const times: [number[], number[]] = [[], []];
  await known();
  await unknown();
  for (let i = 0; i < SAMPLES; i++) {
    times[0].push(await timeOf(known));
    times[1].push(await timeOf(unknown));
  }
  return advantage(...times);
}

describe('the time of an answer does not tell whether an address has an account', () => {
  test('at sign-in', async () => {
    const { email } = await world.member();
    let n = 0;
    const from = () => ({ ip: `10.1.${n >> 8}.${n++ & 255}` });
    const found = await compare(
      () => world.signIn(email, 'a wrong password', from()),
      () => world.signIn(`${newId()}@example.org`, 'a wrong password', from()),
    );
    expect(found).toBeLessThan(0.75);
  });

  test('at registration', async () => {
    const { email } = await world.member();
    const found = await compare(
      () => world.register(email),
      () => world.register(`${newId()}@example.org`),
    );
    expect(found).toBeLessThan(0.75);
  });
});
