import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse, type GraphQLSchema } from 'graphql';
import { snapshotOf } from '../../graph/snapshot.ts';
import { policyOf } from './policy.ts';

const SCHEMA = buildSchema(`
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  directive @authenticated on FIELD_DEFINITION | OBJECT
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query {
    marked: Thing @cacheControl(maxAge: 60)
    unmarked: Thing
    typed: Typed
    number: Int
    numberMarked: Int @cacheControl(maxAge: 9)
    mine: Thing @cacheControl(maxAge: 60, scope: PRIVATE)
    guarded: Int @cacheControl(maxAge: 60) @authenticated
    node: Node @cacheControl(maxAge: 60)
    either: Either
    inherits: Thing @cacheControl(inheritMaxAge: true)
    list: [[Typed!]!]! @cacheControl(maxAge: 60)
  }
  type Mutation { act: Int @cacheControl(maxAge: 60) }
  type Thing { id: ID! name: String short: String @cacheControl(maxAge: 5) own: String @cacheControl(maxAge: 30, scope: PRIVATE) child: Thing kin: Thing @cacheControl(inheritMaxAge: true) typed: Typed }
  type Typed @cacheControl(maxAge: 20) { id: ID! }
  interface Node { id: ID! }
  type One implements Node { id: ID! @cacheControl(maxAge: 7) }
  type Two implements Node { id: ID! }
  union Either = Typed | Secret
  type Secret @cacheControl(maxAge: 40, scope: PRIVATE) { id: ID! }
`);

const of = (query: string, schema: GraphQLSchema = SCHEMA) => {
  const document = parse(query);
  const policy = policyOf(schema, document, getOperationAST(document)!);
  return policy && [policy.maxAge, policy.isPrivate ? 'PRIVATE' : 'PUBLIC'].join(' ');
};

describe('how long an answer may be kept', () => {
  test.each([
    ['{ marked { id name } }', '60 PUBLIC'],
    ['{ a: marked { id } b: marked { short } }', '5 PUBLIC'],
    ['{ marked { id } unmarked { id } }', undefined],
    ['{ unmarked { id } }', undefined],
    ['{ typed { id } }', '20 PUBLIC'],
    ['{ number }', undefined],
    ['{ numberMarked }', '9 PUBLIC'],
    ['{ mine { id } }', '60 PRIVATE'],
    ['{ marked { own } }', '30 PRIVATE'],
    ['{ guarded }', '60 PRIVATE'],
    ['{ marked { child { id } } }', undefined],
    ['{ marked { kin { kin { id } } } }', '60 PUBLIC'],
    ['{ marked { typed { id } } }', '20 PUBLIC'],
    ['{ inherits { id } }', undefined],
    ['{ list { id } }', '60 PUBLIC'],
    ['{ node { id } }', '7 PUBLIC'],
    ['{ node { ... on Two { id } } }', '60 PUBLIC'],
    ['{ either { ... on Typed { id } } }', '20 PRIVATE'],
    ['query ($no: Boolean!) { marked { id short @include(if: $no) } }', '5 PUBLIC'],
    ['{ marked { ...f } } fragment f on Thing { ...g } fragment g on Thing { short }', '5 PUBLIC'],
    ['{ marked { __typename } }', '60 PUBLIC'],
    ['{ __typename }', undefined],
    ['{ marked { id } __schema { types { name } } }', undefined],
    ['mutation { act }', undefined],
  ])('%s: %s', (query, expected) => {
    expect(of(query)).toBe(expected);
  });

  test('in our own graph: lists of prices and levels for everybody, catalogues and announcements, nothing of anybody', () => {
    const { supergraphSchema } = snapshotOf(readFileSync('schema/supergraph.graphql', 'utf8'));
    expect(of('{ priceRules { code amount version } rewardRules { code amount } }', supergraphSchema)).toBe(
      '30 PUBLIC',
    );
    expect(of('{ levels { name xpFrom } }', supergraphSchema)).toBe('60 PUBLIC');
    // only who is signed in may ask: for each of them alone
    for (const [query, kept] of [
      ['{ badges { id code title rule } }', '60 PRIVATE'],
      ['{ xpRules { activity version xp } }', '30 PRIVATE'],
      ['{ skills { id name } roles { name permissions } permissions }', '300 PRIVATE'],
      ['{ announcements { edges { cursor node { id title } } pageInfo { hasNextPage } } }', '60 PRIVATE'],
    ] as const)
      expect(of(query, supergraphSchema)).toBe(kept);
    for (const query of [
      '{ badges { id myProgress { have } } }',
      '{ wallet { available } }',
      '{ me { id } }',
      '{ priceRules { code } me { id } }',
      '{ ledgerHead { number } }',
    ])
      expect({ query, policy: of(query, supergraphSchema) }).toEqual({ query, policy: undefined });
  });
});
