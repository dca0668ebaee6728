import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { mapSchema } from '@graphql-tools/utils';
import { describe, expect, test } from '@jest/globals';
import { GraphQLScalarType, GraphQLSchema, graphqlSync, parse } from 'graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { assertOneCopy } from './one-copy.ts';

describe('one copy of graphql and of the federation packages', () => {
  test('ESM imports, CommonJS requires and every library see the same graphql classes', () => {
    const required = createRequire(import.meta.url)('graphql') as { GraphQLSchema: unknown };
    expect(required.GraphQLSchema).toBe(GraphQLSchema);
    const schema = buildSubgraphSchema([
      { typeDefs: parse('type Query { a: Int }'), resolvers: { Query: { a: () => 1 } } },
    ]);
    expect(schema).toBeInstanceOf(GraphQLSchema);
    expect(mapSchema(schema, {})).toBeInstanceOf(GraphQLSchema);
    expect(DateTimeResolver).toBeInstanceOf(GraphQLScalarType);
    expect(graphqlSync({ schema, source: '{ a }' }).data).toEqual({ a: 1 });
    expect(typeof ApolloGateway).toBe('function');
  });

  test('this installation passes', () => {
    expect(() => assertOneCopy()).not.toThrow();
  });

  test('a second copy below one of the packages is refused by name', () => {
    const good = installation();
    const bad = installation({
      below: '@apollo/query-planner',
      name: '@apollo/federation-internals',
      version: '2.15.0',
    });
    try {
      expect(() => assertOneCopy(join(good, 'main.js'))).not.toThrow();
      expect(() => assertOneCopy(join(bad, 'main.js'))).toThrow(
        /two copies of @apollo\/federation-internals.*@apollo\/query-planner/,
      );
    } finally {
      for (const root of [good, bad]) rmSync(root, { recursive: true, force: true });
    }
  });
});

function installation(extra?: { below: string; name: string; version: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'copies-'));
  const install = (folder: string, name: string, version: string) => {
    const at = join(root, folder, 'node_modules', name);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
    writeFileSync(join(at, 'index.js'), '');
  };
  for (const name of ['gateway', 'composition', 'query-planner', 'query-graphs', 'federation-internals'])
    install('.', `@apollo/${name}`, '2.14.4');
  install('.', 'graphql', '16.15.0');
  if (extra) install(join('node_modules', extra.below), extra.name, extra.version);
  return root;
}
