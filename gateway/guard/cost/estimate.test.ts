import { describe, expect, test } from '@jest/globals';
import { buildSchema, getVariableValues, parse, type OperationDefinitionNode } from 'graphql';
import { costMapOf } from './cost-map.ts';
import { operationCost } from './estimate.ts';

const schema = buildSchema(`
  directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT | SCALAR | ENUM | ARGUMENT_DEFINITION
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  type Query {
    me: Person
    people(first: Int! = 20): PersonConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
    plain(first: Int): PersonConnection
    everyone: [Person] @listSize(assumedSize: 50)
    some: [Person]
    search(text: String @cost(weight: 7)): Person @cost(weight: 30)
    found: Found
    vault: Gold
  }
  scalar Gold @cost(weight: 9)
  type Person { id: ID name: String friend: Person praise(first: Int): PersonConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges"]) }
  type PersonConnection { edges: [Edge] }
  type Edge @cost(weight: 0) { cursor: String node: Person }
  type Big { people: [Person] }
  union Found = Person | Big
`);
const costs = costMapOf(schema);
const costOf = (text: string, given: Record<string, unknown> = {}) => {
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const variables = getVariableValues(schema, operation.variableDefinitions ?? [], given).coerced!;
  const cost = operationCost(schema, costs, document, operation);
  return { estimated: cost.estimate(variables), actual: cost.actual };
};
const estimate = (text: string, given: Record<string, unknown> = {}): number => costOf(text, given).estimated;

describe('what an operation may cost', () => {
  test.each([
    ['an object costs one, its values nothing', '{ me { id name friend { id } } }', 2],
    ['a page costs its rows', '{ people(first: 50) { edges { node { id } } } }', 51],
    ['pages in pages multiply', '{ people(first: 100) { edges { node { praise(first: 100) { edges { node { id } } } } } } }', 1 + 100 * (1 + 1 + 100)], // prettier-ignore
    ['a page of unsaid size is as long as its default', '{ people { edges { cursor node { id } } } }', 21],
    ['a connection that says nothing is sized by `first` all the same', '{ plain(first: 30) { edges { node { id } } } }', 31], // prettier-ignore
    ['a list says how long it is, or counts as ten', '{ everyone { id } some { id } }', 60],
    ['a field, an argument and a scalar may be dear', '{ search(text: "x") { id } vault }', 46],
    [
      'of an abstract type the dearest member counts',
      '{ found { ... on Person { friend { id } } ... on Big { people { id } } } }',
      11,
    ],
    ['aliases and fragments hide nothing', '{ a: me { id } ...F } fragment F on Query { b: me { ...G } } fragment G on Person { friend { id } }', 3], // prettier-ignore
    ['rows inside a fragment are sized by the field that spreads it', '{ people(first: 5) { ...P } } fragment P on PersonConnection { edges { node { id } } }', 6], // prettier-ignore
    [
      'a page of nothing, and a negative one, buy nothing off',
      '{ people(first: -5) { edges { node { id } } } me { id } }',
      2,
    ],
    ['introspection costs as much as a large page', '{ __schema { types { name fields { name } } } }', 100],
  ])('%s', (_, text, points) => {
    expect(estimate(text)).toBe(points);
  });

  test('a variable counts as it was given, and as its default when it was not', () => {
    const text = 'query ($n: Int! = 3) { people(first: $n) { edges { node { id } } } }';
    expect([estimate(text), estimate(text, { n: 80 })]).toEqual([4, 81]);
  });
});

describe('what it did cost', () => {
  test('the rows that came, each null once, what was skipped not at all', () => {
    const text = '{ people(first: 100) { edges { node { friend { id } } } } me @skip(if: true) { id } some { id } }';
    const { estimated, actual } = costOf(text);
    const node = (friend: object | null) => ({ node: { friend } });
    expect(estimated).toBe(1 + 200 + 1 + 10);
    expect(actual({ people: { edges: [node({ id: 1 }), node(null)] }, some: null })).toBe(1 + 2 + 2 + 1);
    expect(actual({ people: null, some: [] })).toBe(1);
  });

  test('what is written twice under one key came once', () => {
    expect(costOf('{ me { friend { id } } me { friend { name } } }').actual({ me: { friend: { id: 1, name: 'a' } } })).toBe(2); // prettier-ignore
  });

  test('what hangs on one member of a union is not charged for another', () => {
    const { actual } = costOf('{ found { ... on Person { friend { id } } ... on Big { people { id } } } }');
    expect(actual({ found: { people: [{ id: 1 }, { id: 2 }] } })).toBe(3);
  });
});
