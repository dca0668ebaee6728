import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { arenaOf, type Arena } from './arena.ts';
import { difference } from './compare.ts';
import { LIBRARY } from './library.fixture.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';
import { differenceToMonolith, monolithOf, productArena } from './product-graph.ts';

/** Other operations on every run; a seed that found something is run again with `--globals '{"SEED":n}'`. */
const SEED = (globalThis as { SEED?: number }).SEED ?? randomInt(2 ** 31);
const RUNS = 2_000;

describe.each([
  ['in one process', false],
  ['as over a wire', true],
])('exploring, %s', (_, wire) => {
  let arena: Arena;
  beforeAll(async () => void (arena = await arenaOf(LIBRARY, wire)));
  afterAll(() => arena.graph.stop());

  test(`our plan runner and the stock executor agree on ${RUNS} queries never asked before (seed ${SEED})`, async () => {
    const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(SEED));
    for (let i = 0; i < RUNS; i++) expect(await difference(arena, generator.next())).toBeUndefined();
  }, 900_000);
});

test(`the product's graph and one schema in one process agree on ${RUNS} queries never asked before (seed ${SEED})`, async () => {
  const arena = await productArena();
  const monolith = monolithOf(arena);
  const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(SEED));
  for (let i = 0; i < RUNS; i++) expect(await differenceToMonolith(arena, monolith, generator.next())).toBeUndefined();
  await arena.graph.stop();
}, 900_000);
