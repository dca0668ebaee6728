import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import { Graph } from '#gateway/graph/graph';
import type { Tuning } from '#gateway/graph/plan/tuning';
import { arenaOf, compose, endpointOver, schemaOf, SILENT, type Arena } from './arena.ts';
import { difference } from './compare.ts';
import { LIBRARY } from './library.fixture.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';
import { TRAPS } from './traps.fixture.ts';

const SWITCHES: readonly [string, Partial<Tuning>][] = [
  ['without batching', { batching: false }],
  ['without sinking', { sinking: false }],
  ['with sinking in one subgraph only', { sinking: new Set(['people']) }],
  ['without generated shaping', { projection: false }],
];

describe.each(SWITCHES)('%s the answers are still those of the stock executor', (name, tuning) => {
  let arena: Arena;
  beforeAll(async () => void (arena = await arenaOf(LIBRARY, false, { tuning })));
  afterAll(() => arena.graph.stop());

  test('on random queries and on every trap', async () => {
    const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(name.length));
    for (let i = 0; i < 40; i++) expect(await difference(arena, generator.next())).toBeUndefined();
    for (const [, text, variables] of TRAPS)
      expect(await difference(arena, { text, document: parse(text), variables })).toBeUndefined();
  }, 60_000);
});

describe('a fetch that nothing waits for', () => {
  // people is asked for makers at once, and for borrowers when the copies are there
  const QUERY = parse('{ books { maker { name } copies { borrower { name } } } }');
  const schemas = new Map(LIBRARY.map((source) => [source.name, schemaOf(source)]));
  const asked: string[] = [];
  const load = async (tuning: Partial<Tuning>, beforeStock: () => Promise<void> = async () => undefined) => {
    asked.length = 0;
    return Graph.load({
      sdl: compose(LIBRARY),
      log: SILENT,
      tuning,
      waits: { windowMs: 1, sunkMs: 30 },
      limits: { readMs: 20_000 },
      endpointOf: ({ name }) => {
        const honest = endpointOver(schemas.get(name)!);
        return {
          ...honest,
          execute: async (call) => {
            asked.push(name);
            if (name === 'stock') await beforeStock();
            return honest.execute(call);
          },
        };
      },
    });
  };
  const answerOf = async (graph: Graph) => {
    const result = await graph.execute({ document: QUERY, caller: ANONYMOUS });
    await graph.stop();
    expect(result.errors).toBeUndefined();
    return JSON.stringify(result.data);
  };
  const peopleAsked = () => asked.filter((name) => name === 'people').length;

  test('joins the last request to its subgraph, unless that subgraph is left out', async () => {
    const together = await answerOf(await load({}));
    expect(peopleAsked()).toBe(1);
    expect(await answerOf(await load({ sinking: new Set(['stock']) }))).toBe(together);
    expect(peopleAsked()).toBe(2);
  });

  test('does not wait long for it: a slow subgraph in between holds up nobody else', async () => {
    const people = Promise.withResolvers<void>();
    const graph = await load({}, () => people.promise);
    const answer = answerOf(graph);
    await eventually(() => peopleAsked() === 1);
    people.resolve();
    await answer;
    expect(peopleAsked()).toBe(2);
  });
});

test('answers that do not fit the schema are counted: each costs a generic shaping', async () => {
  const slow: (string | undefined)[] = [];
  const arena = await arenaOf(LIBRARY, false, { observer: { slowPath: (name) => void slow.push(name) } });
  await arena.ours(parse('query Sound { people { name } }'), {});
  await arena.ours(parse('query Unsound { people { strictName } }'), {}); // null where the schema promises a text
  expect(slow).toEqual(['Unsound']);
  await arena.graph.stop();
});

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
