import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, print, type DocumentNode } from 'graphql';
import type { DoubtfulPlan } from '#gateway/graph/sound/sound-plan';
import { circle, POST } from '../gateway/circle.ts';
import { subgraph } from '../gateway/audit.ts';
import { offers, ranks } from '../gateway/offers.ts';
import { arenaOf, type Arena } from './arena.ts';
import { inParts, withRandomDefers } from './in-parts.ts';
import { LIBRARY } from './library.fixture.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';

/** The same operations on every run; `--globals '{"SEED":7}'` explores others. */
const SEED = (globalThis as { SEED?: number }).SEED ?? 20_261_127;

let arena: Arena;
beforeAll(async () => void (arena = await arenaOf(LIBRARY)));
afterAll(() => arena.graph.stop());

describe('an answer in parts, put together, is the whole answer', () => {
  test.each([
    ['queries', 'query', 15, 4],
    ['mutations', 'mutation', 20, 1],
  ] as const)(
    'on random %s',
    async (_, kind, runs, least) => {
      const next = numbersFrom(SEED);
      const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, next, { kind, maxDepth: 4 });
      const seen = { compared: 0, inParts: 0 };
      for (let i = 0; i < runs; i++) {
        const { document, variables } = generator.next();
        await compare(withRandomDefers(document, next), document, variables, seen);
      }
      expect(seen.compared).toBeGreaterThanOrEqual(least);
      expect(seen.inParts).toBeGreaterThanOrEqual(least);
    },
    120_000,
  );
});

describe('a chain of @requires', () => {
  const plans: DoubtfulPlan[] = [];
  let round: Arena;
  beforeAll(
    async () => void (round = await arenaOf(circle, true, { observer: { doubtful: (plan) => void plans.push(plan) } })),
  );
  afterAll(() => round.graph.stop());

  test.each([
    ['{ post { __typename id ... @defer { shout } } }', 'shout'],
    ['{ post { shout ... @defer { __typename id headline } } }', 'shout headline'],
    [
      '{ post { ... @defer { __typename byline } ... @defer { headline sigh ... @defer { id shout } } } }',
      'byline headline sigh shout',
    ],
    [
      '{ post { byline ... on Post @defer { shout __typename } } ... @defer { post { id author } } }',
      'byline shout author',
    ],
  ])('in parts, with the names of types and keys beside it, is followed to its end: %s', async (text, fields) => {
    const asked = Object.fromEntries(fields.split(' ').map((field) => [field, POST[field]]));
    plans.length = 0;
    const { data, errors, later } = await inParts(round.graph, parse(text), {});
    expect({ data, errors }).toEqual({ data: { post: { __typename: 'Post', id: 'p1', ...asked } }, errors: [] });
    expect(plans.map(({ mending }) => mending)).toEqual(['apart']);
    expect(later).toBeGreaterThan(0);
  });
});

describe('a plan with conditions', () => {
  const plans: DoubtfulPlan[] = [];
  let shop: Arena;
  const goods = subgraph(
    'goods',
    'key',
    `type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! name: String! weight: Int }`,
    { Query: { things: () => [{ id: '1', name: 'one', weight: 5 }] } },
  );
  beforeAll(async () => {
    shop = await arenaOf([goods, offers, ranks], true, { observer: { doubtful: (plan) => void plans.push(plan) } });
  });
  afterAll(() => shop.graph.stop());
  const ask = async (asked: string, a: boolean, b: boolean) => {
    shop.calls.length = 0;
    const document = parse(`query ($a: Boolean!, $b: Boolean!) { things { ${asked} } }`);
    const { data, errors, later } = await inParts(shop.graph, document, { a, b });
    expect(errors).toEqual([]);
    return { data, later, calls: shop.calls.map(({ service }) => service) };
  };

  test.each([
    [true, { price: 7 }],
    [false, { price: 7, postage: 10 }],
  ])('is divided although a part waits for what is divided, and answered in parts (%s)', async (skipped, first) => {
    const answer = await ask('price postage @skip(if: $a) ... @defer(if: $b) { rank }', skipped, true);
    expect(answer).toMatchObject({ data: { things: [{ ...first, rank: 'of c1' }] }, later: 1 });
    expect(answer.calls).toEqual(['goods', 'offers', 'ranks']);
    expect(new Set(plans.map(({ mending }) => mending))).toEqual(new Set(['divided'])); // planned once for both
  });

  test('asks nobody for what is skipped in all of its parts', async () => {
    const { data, calls } = await ask(
      'name tax @include(if: $a) ... @defer { price @include(if: $b) rank @include(if: $a) }',
      false,
      false,
    );
    expect([data, calls]).toEqual([{ things: [{ name: 'one' }] }, ['goods']]);
  });

  test('and finds for a later part the key that the first one needs for nothing', async () => {
    const { data, later, calls } = await ask('tax @skip(if: $a) price @skip(if: $b) ... @defer { rank }', true, true);
    expect([data, later, calls]).toEqual([{ things: [{ rank: 'of c1' }] }, 1, ['goods', 'offers', 'ranks']]);
  });
});

async function compare(
  deferred: DocumentNode,
  document: DocumentNode,
  variables: Record<string, unknown>,
  seen: { compared: number; inParts: number },
): Promise<void> {
  const whole = await arena.ours(document, variables);
  const parts = await inParts(arena.graph, deferred, variables).catch((error: unknown) => {
    throw new Error(`${print(deferred)}\n${JSON.stringify(variables)}`, { cause: error });
  });
  if (parts.later > 0) seen.inParts += 1;
  if (whole.errors.length === 0) {
    seen.compared += 1;
    expect({ operation: print(deferred), ...parts, later: 0 }).toEqual({
      operation: print(deferred),
      data: whole.data,
      errors: [],
      later: 0,
    });
  } else {
    expect(holds(parts.data, whole.data) || print(deferred)).toBe(true);
  }
}

/** A null rises less far when it stays in its part: whatever the whole answer has, the parts have too. */
function holds(parts: unknown, whole: unknown): boolean {
  if (whole === null) return true;
  if (typeof whole !== 'object' || typeof parts !== 'object' || parts === null) return parts === whole;
  return Object.entries(whole).every(([key, value]) => holds((parts as Record<string, unknown>)[key], value));
}
