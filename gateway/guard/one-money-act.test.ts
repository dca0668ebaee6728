import { expect, test } from '@jest/globals';
import type { OperationDefinitionNode } from 'graphql';
import { parse } from 'graphql';
import { OneMoneyAct } from './one-money-act.ts';

const rule = new OneMoneyAct(`
  schema { query: Query mutation: Mutation }
  type Query { me: Int }
  type Mutation { send(to: Int): Int @tag(name: "money") stake: Int @tag(name: "other") @tag(name: "money") rename: Int @tag(name: "other") }
  type Other { pay: Int @tag(name: "money") }
`);
const fieldsOf = (text: string): unknown => {
  const document = parse(text);
  return rule.refusal(document, document.definitions[0] as OperationDefinitionNode)?.extensions['fields'] ?? 'accepted';
};

test.each([
  ['two different ones', 'mutation { send stake }', ['send', 'stake']],
  ['one twice by an alias', 'mutation { send(to: 1) b: send(to: 2) }', ['send']],
  ['one hidden in a fragment', 'mutation { send ...F } fragment F on Mutation { stake }', ['send', 'stake']],
  ['one hidden in an inline fragment', 'mutation { send ... { ... on Mutation { b: send } } }', ['send']],
  ['one under a condition', 'mutation ($no: Boolean!) { send stake @include(if: $no) }', ['send', 'stake']],
])('an operation with two acts that move money is refused by their names: %s', (_, text, fields) => {
  expect(fieldsOf(text)).toEqual(fields);
});

test.each([
  ['one, with others beside it', 'mutation { send rename b: rename }'],
  ['one that is written twice', 'mutation { send send ...F ...F } fragment F on Mutation { send }'],
  ['none', 'mutation { rename }'],
  ['fields of that name elsewhere', 'query { send: me stake: me }'],
])('is accepted: %s', (_, text) => {
  expect(fieldsOf(text)).toBe('accepted');
});
