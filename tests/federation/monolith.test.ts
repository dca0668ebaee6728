import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLSchema } from 'graphql';
import type { Arena } from './arena.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';
import { differenceToMonolith, monolithOf, productArena } from './product-graph.ts';

/** The same operations on every run; `--globals '{"SEED":7}'` explores others. */
const SEED = (globalThis as { SEED?: number }).SEED ?? 20_261_127;

describe("the product's graph answers as one schema in one process would", () => {
  let arena: Arena;
  let monolith: GraphQLSchema;
  beforeAll(async () => {
    arena = await productArena();
    monolith = monolithOf(arena);
  });
  afterAll(() => arena.graph.stop());

  test.each([
    ['query', 250, 5],
    ['mutation', 60, 4],
  ] as const)(
    `random operations, data and errors, to the order of the fields: %s (seed ${SEED})`,
    async (kind, runs, maxDepth) => {
      const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(SEED), { kind, maxDepth });
      const asked = new Set<string>();
      for (let i = 0; i < runs; i++) {
        const operation = generator.next();
        expect(await differenceToMonolith(arena, monolith, operation)).toBeUndefined();
        for (const { service } of arena.calls) asked.add(service);
      }
      expect(asked.size).toBe(arena.graph.snapshot.subgraphs.length);
    },
    120_000,
  );
});
