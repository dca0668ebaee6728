import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { arenaOf, type Arena } from '../federation/arena.ts';
import { audit, subgraph } from './audit.ts';

const refer = (ref: object) => ref;
const told = (_: unknown, args: object) => JSON.stringify(args);

/** Each subgraph knows other values of the enum and other fields of the input; only what both know can be asked for. */
const left = subgraph(
  'left',
  'key inaccessible shareable',
  `type Query { left(filter: Filter, kinds: [Kind!]): String user: User hidden: String @inaccessible mood: Mood }
   enum Kind { A B ONLY_LEFT }
   enum Mood { GLAD SAD SECRET @inaccessible }
   input Filter { first: Int = 3 kind: Kind inner: Inner onlyLeft: Int }
   input Inner { names: [String!] }
   type User @key(fields: "id") { id: ID! age: Int @inaccessible name: String }`,
  {
    Query: { left: told, user: () => ({ id: 'u', age: 30, name: 'Ada' }), hidden: () => 'x', mood: () => 'SECRET' },
    User: { __resolveReference: refer },
  },
);
const right = subgraph(
  'right',
  'key external requires',
  `type Query { right(filter: Filter, kinds: [Kind!]): String }
   enum Kind { A B ONLY_RIGHT }
   input Filter { first: Int = 3 kind: Kind inner: Inner onlyRight: Int }
   input Inner { names: [String!] more: String }
   type User @key(fields: "id") { id: ID! age: Int @external adult: Boolean @requires(fields: "age") }`,
  { Query: { right: told }, User: { __resolveReference: refer, adult: ({ age }: { age: number }) => age >= 18 } },
);

audit(
  'inputs and enums that two subgraphs know in part',
  [left, right],
  [
    {
      that: 'reach both as they were given, with the defaults of each',
      query:
        'query ($f: Filter, $k: Kind!) { left(filter: $f, kinds: [A, $k]) right(filter: { kind: B, inner: { names: ["x", "y"] } }, kinds: []) }',
      variables: { f: { inner: { names: [] } }, k: 'B' },
      data: {
        left: '{"filter":{"first":3,"inner":{"names":[]}},"kinds":["A","B"]}',
        right: '{"filter":{"first":3,"kind":"B","inner":{"names":["x","y"]}},"kinds":[]}',
      },
    },
    {
      that: 'null and absent are two things',
      query:
        'query ($f: Filter, $g: Filter) { a: left(filter: $f) b: left(filter: $g) c: right(filter: { first: null }) }',
      variables: { f: null },
      data: { a: '{"filter":null}', b: '{}', c: '{"filter":{"first":null}}' },
    },
    {
      that: 'a variable of the wrong kind is refused before anybody is asked',
      query: 'query ($k: [Kind!]) { left(kinds: $k) }',
      variables: { k: ['ONLY_LEFT'] },
      data: null,
      errors: [{ code: 'BAD_USER_INPUT' }],
      calls: { left: 0, right: 0 },
    },
    {
      that: 'an inaccessible field still feeds what requires it',
      query: '{ user { name adult } }',
      data: { user: { name: 'Ada', adult: true } },
    },
    {
      that: 'an inaccessible enum value that a subgraph gives is no value for a client',
      query: '{ mood user { name } }',
      data: { mood: null, user: { name: 'Ada' } },
      errors: [{ code: 'RESPONSE_VALIDATION_FAILED', path: ['mood'] }],
    },
  ],
);

let arena: Arena;
beforeAll(async () => void (arena = await arenaOf([left, right])));
afterAll(() => arena.graph.stop());

test.each([
  ['{ hidden }', 'hidden'],
  ['{ user { age } }', 'age'],
  ['{ left(kinds: [ONLY_LEFT]) }', 'ONLY_LEFT'],
  ['{ left(filter: { onlyLeft: 1 }) }', 'onlyLeft'],
  ['{ right(filter: { inner: { more: "x" } }) }', 'more'],
])('what is inaccessible or known to one side only is not part of the graph: %s', (query, name) => {
  expect(validate(arena.graph.snapshot.apiSchema, parse(query)).map(String).join()).toContain(name);
});
