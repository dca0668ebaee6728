import { isInterfaceType, isObjectType, isUnionType, type GraphQLField, type GraphQLSchema } from 'graphql';
import type { Finding } from './finding.ts';

/** `verbNoun(input: VerbNounInput!): VerbNounResult`, a union of one success or more and the refusals that can happen. */
export function misnamedMutations(api: GraphQLSchema): Finding[] {
  return Object.values(api.getMutationType()?.getFields() ?? {}).flatMap((field) =>
    faultsOf(api, field).map((message) => ({ check: 'mutation', where: `Mutation.${field.name}`, message })),
  );
}

function faultsOf(api: GraphQLSchema, field: GraphQLField<unknown, unknown>): string[] {
  const word = field.name.charAt(0).toUpperCase() + field.name.slice(1);
  const faults: string[] = [];
  const [input, ...more] = field.args;
  if (input && (more.length > 0 || input.name !== 'input' || String(input.type) !== `${word}Input!`)) {
    faults.push(`takes one argument, input: ${word}Input! (or none)`);
  }
  if (!isUnionType(field.type) || field.type.name !== `${word}Result`) {
    faults.push(`answers the union ${word}Result, nullable`);
    return faults;
  }
  const refusal = api.getType('Refusal');
  const successes = field.type
    .getTypes()
    .filter((type) => !type.getInterfaces().some((each) => each === refusal))
    .map(({ name }) => name);
  if (successes.length === 0) faults.push(`${word}Result has no success, only refusals`);
  return faults;
}

/** `Refusal` has exactly code and message forever, and no field returns it itself. */
export function brokenRefusal(api: GraphQLSchema): Finding[] {
  const refusal = api.getType('Refusal');
  if (!isInterfaceType(refusal)) return [];
  const found: Finding[] = [];
  const shape = Object.values(refusal.getFields()).map(({ name, type }) => `${name}: ${String(type)}`);
  if (shape.sort().join() !== 'code: String!,message: String!') {
    found.push({
      check: 'refusal',
      where: 'Refusal',
      message: 'has exactly code: String! and message: String!, forever',
    });
  }
  for (const type of Object.values(api.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (String(field.type).replace(/[[\]!]/g, '') !== 'Refusal') continue;
      found.push({
        check: 'refusal',
        where: `${type.name}.${field.name}`,
        message: 'returns the interface Refusal itself: return a union',
      });
    }
  }
  return found;
}
