import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { decimalOf, unitsOf, type Units } from '#kernel/buz';

/** BUZ over the graph: a decimal string outside, minor units as bigint inside. Never a number: JSON has no exact one. */
export const BuzAmount = new GraphQLScalarType<Units, string>({
  name: 'BuzAmount',
  description: 'An amount of BUZ as a decimal string with at most six places, at most 1000000000: "12.5", "0.000001".',
  serialize(value) {
    if (typeof value === 'bigint') return decimalOf(value);
    throw new GraphQLError(`BuzAmount cannot represent ${typeof value}`);
  },
  parseValue: parseAmount,
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) throw badAmount(`a ${node.kind}`);
    return parseAmount(node.value);
  },
});

function parseAmount(value: unknown): Units {
  const units = typeof value === 'string' ? unitsOf(value) : null;
  if (units === null) throw badAmount(typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value);
  return units;
}

function badAmount(found: string): GraphQLError {
  return new GraphQLError(
    `Not an amount of BUZ (a decimal string such as "12.5", at most six places, at most 1000000000): ${found}`,
    { extensions: { code: 'BAD_USER_INPUT' } },
  );
}
