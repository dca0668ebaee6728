import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { operationIn } from '#gateway/graph/plan/selections';
import type { Arena } from './arena.ts';
import { difference } from './compare.ts';
import { imaginedVariables } from './imagined.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';
import { productArena, schemaFiles, textOf } from './product-graph.ts';

const OPERATIONS = schemaFiles('operations/**/*.graphql').filter(
  (path) => operationIn(parse(textOf(path))).operation !== 'subscription',
);
const SEED = (globalThis as { SEED?: number }).SEED ?? 20_261_123;

/** The product's own schemas over imagined data: what is registered must be answered as the stock executor answers it. */
describe("the product's graph under both executors", () => {
  let arena: Arena;
  beforeAll(async () => void (arena = await productArena()));
  afterAll(() => arena.graph.stop());

  test.each(OPERATIONS)('%s is answered the same', async (path) => {
    const text = textOf(path);
    const document = parse(text);
    const variables = imaginedVariables(arena.graph.snapshot.apiSchema, operationIn(document));
    expect(await difference(arena, { text, document, variables })).toBeUndefined();
  });

  test.each(['query', 'mutation'] as const)(
    `random operations are answered the same: %s (seed ${SEED})`,
    async (kind) => {
      const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(SEED), {
        kind,
        maxDepth: 4,
      });
      for (let i = 0; i < 60; i++) expect(await difference(arena, generator.next())).toBeUndefined();
    },
    60_000,
  );
});
