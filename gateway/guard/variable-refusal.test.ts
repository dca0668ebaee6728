import { expect, test } from '@jest/globals';
import { buildSchema, getVariableValues, parse, type OperationDefinitionNode } from 'graphql';
import { variableRefusal } from './variable-refusal.ts';

const schema = buildSchema(
  'input In { email: String!, password: String!, age: Int } type Query { ok(input: In!): Int }',
);
const [operation] = parse('query ($input: In!, $list: [In!]) { ok(input: $input) }').definitions;

function refusals(variables: Record<string, unknown>): string[] {
  const outcome = getVariableValues(schema, (operation as OperationDefinitionNode).variableDefinitions!, variables);
  return outcome.errors!.map((fault) => variableRefusal(fault).message);
}

const secret = 'correct "horse; battery" staple';

test.each([
  [{ input: { email: 'a@b.cd', password: secret, role: 'ADMIN' } }, 'Variable "$input" got an invalid value; Field "role" is not defined by type "In".'], // prettier-ignore
  [{ input: { password: secret } }, 'Variable "$input" got an invalid value; Field "email" of required type "String!" was not provided.'], // prettier-ignore
  [{ input: { email: 'a', password: secret, age: 1.5 } }, 'Variable "$input" got an invalid value at "input.age"; Int cannot represent non-integer value: 1.5'], // prettier-ignore
  [{ input: { email: 'a', password: 'b' }, list: [{ password: secret }] }, 'Variable "$list" got an invalid value at "list[0]"; Field "email" of required type "String!" was not provided.'], // prettier-ignore
  [{}, 'Variable "$input" of required type "In!" was not provided.'],
])('%j is refused with the place and the reason, and without what else was sent', (variables, message) => {
  expect(refusals(variables)).toEqual([message]);
});
