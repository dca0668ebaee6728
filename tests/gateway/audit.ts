import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import { arenaOf, type Arena, type SubgraphSource } from '../federation/arena.ts';

/** One question to a set of subgraphs and the one right answer. */
export interface Case {
  /** What must hold, as the name of the test. */
  readonly that: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly data: unknown;
  /** All that go with it, in any order; none when left out. */
  readonly errors?: readonly object[];
  /** How often each subgraph may be asked at most. */
  readonly calls?: Readonly<Record<string, number>>;
}

/** Runs cases through our graph, with subgraphs in this process that answer as over a wire. */
export function audit(topic: string, sources: readonly SubgraphSource[], cases: readonly Case[]): void {
  describe(topic, () => {
    let arena: Arena;
    beforeAll(async () => void (arena = await arenaOf(sources, true)));
    afterAll(() => arena.graph.stop());

    test.each(cases.map((each) => [each.that, each] as const))('%s', async (_, { query, variables = {}, ...right }) => {
      const document = parse(query);
      expect(validate(arena.graph.snapshot.apiSchema, document).map(String)).toEqual([]);
      arena.calls.length = 0;
      const { data, errors = [] } = await arena.graph.execute({ document, variables, caller: ANONYMOUS });
      const told = errors.map(({ path, extensions, message }) => ({ path, code: extensions['code'], message }));
      expect({ data: JSON.parse(JSON.stringify(data ?? null)), errors: told }).toEqual({
        data: right.data,
        errors: right.errors === undefined ? [] : right.errors.map((error) => expect.objectContaining(error)),
      });
      for (const [name, most] of Object.entries(right.calls ?? {}))
        expect([name, arena.calls.filter(({ service }) => service === name).length]).toEqual([name, most]);
    });
  });
}

/** A subgraph of federation 2 that imports the directives it names: `subgraph('stock', 'key requires external', ...)`. */
export function subgraph(name: string, imports: string, sdl: string, resolvers: object): SubgraphSource {
  const names = imports
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => `"@${word}"`);
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names.join(', ')}])`;
  return { name, typeDefs: `${link}\n${sdl}`, resolvers };
}
