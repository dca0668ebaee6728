import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { asksForNobody } from './viewer-independent.ts';

const SAME = '@tag(name: "viewer-independent")';
const schema = buildSchema(`
  directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE
  scalar _Any
  type Query { _entities(representations: [_Any!]!): [Thing] other: Int }
  type Subscription { same: Thing ${SAME} shown: Shown ${SAME} loose: Loose ${SAME} either: Either ${SAME} own: Thing }
  type Thing { id: ID ${SAME} name: String @tag(name: "money") ${SAME} mine: Boolean thing: Thing ${SAME} }
  type Whole ${SAME} { id: ID name: String }
  interface Shown { id: ID ${SAME} }
  type Good implements Shown ${SAME} { id: ID }
  type Better implements Shown { id: ID ${SAME} }
  interface Loose { id: ID ${SAME} }
  type Bad implements Loose { id: ID }
  union Either = Whole | Thing
`);
const asks = (text: string) => asksForNobody(parse(text), schema);

test.each([
  'subscription { same { id __typename name } }',
  'subscription { a: same { b: name thing { ...F } } } fragment F on Thing { id thing { name } }',
  'subscription { shown { id ... on Good { id } } }',
  'subscription { either { ... on Whole { id name } ... on Thing { id } } }',
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { name } } }',
])('is the same for everybody: %s', (text) => {
  expect(asks(text)).toBe(true);
});

test.each([
  ['one field without the mark', 'subscription { same { id mine } }'],
  ['one deep in a fragment', 'subscription { same { ...F } } fragment F on Thing { thing { thing { mine } } }'],
  ['a root field without it', 'subscription { own { id } }'],
  ['an interface of which one implementation lacks it', 'subscription { loose { id } }'],
  ['a member of a union', 'subscription { either { ... on Thing { mine } } }'],
  ['what is skipped for now', 'subscription ($x: Boolean!) { same { id mine @skip(if: $x) } }'],
  ['an entity’s field', 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { mine } } }'],
  ['a field that the schema does not know', 'subscription { same { nothing } }'],
])('depends on the viewer, or may: %s', (_, text) => {
  expect(asks(text)).toBe(false);
});
