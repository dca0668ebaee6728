import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { arenaOf, type Arena } from './arena.ts';
import { difference } from './compare.ts';
import { LIBRARY } from './library.fixture.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';
import { TRAPS } from './traps.fixture.ts';

/** The same operations on every run; `--globals '{"SEED":7}'` explores others. */
const SEED = (globalThis as { SEED?: number }).SEED ?? 20_261_123;
const RUNS = 250;

describe.each([
  ['in one process', false],
  ['as over a wire', true],
])('our plan runner, %s, and the stock executor agree', (_, wire) => {
  const seed = wire ? SEED + 1 : SEED;
  let arena: Arena;
  beforeAll(async () => void (arena = await arenaOf(LIBRARY, wire)));
  afterAll(() => arena.graph.stop());

  test(`on ${RUNS} random queries (seed ${seed}), and no representation is sent twice`, async () => {
    const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(seed));
    for (let i = 0; i < RUNS; i++) expect(await difference(arena, generator.next())).toBeUndefined();
  }, 180_000);

  test(`on random mutations (seed ${seed})`, async () => {
    const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(seed), {
      kind: 'mutation',
      maxDepth: 3,
    });
    for (let i = 0; i < 60; i++) expect(await difference(arena, generator.next())).toBeUndefined();
  }, 30_000);

  test.each(TRAPS)('on the trap: %s', async (_, text, variables) => {
    expect(await difference(arena, { text, document: parse(text), variables })).toBeUndefined();
  });
});
