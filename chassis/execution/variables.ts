import {
  getVariableValues,
  GraphQLScalarType,
  isInputType,
  isListType,
  isNonNullType,
  isScalarType,
  typeFromAST,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import { AS_IT_IS } from './as-it-is.ts';

type Values = Readonly<Record<string, unknown>>;

/** The variables of one operation as its resolvers get them, or what is wrong with them. */
export type Coerce = (given: Values) => { readonly coerced: Values } | { readonly errors: readonly GraphQLError[] };

/** The value as it has to be, a list as one of its own; undefined for what has to be looked at more closely. */
type Take = (value: unknown) => unknown;

const MAX_ERRORS = 50;

/** As graphql-js does it, whose function is left alone with defaults, enums, input objects and everything that is not as it should be. */
export function coercionOf(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[]): Coerce {
  const closely: Coerce = (given) => {
    const { coerced, errors } = getVariableValues(schema, definitions, given, { maxErrors: MAX_ERRORS });
    return errors ? { errors } : { coerced };
  };
  const expected: { readonly name: string; readonly take: Take; readonly mayBeAbsent: boolean }[] = [];
  for (const { variable, type: node, defaultValue } of definitions) {
    const type = typeFromAST(schema, node);
    const take = isInputType(type) ? takeOf(type) : undefined;
    if (!take) return closely;
    const mayBeAbsent = defaultValue === undefined && !isNonNullType(type);
    expected.push({ name: variable.name.value, take, mayBeAbsent });
  }
  return (given) => {
    const coerced: Record<string, unknown> = {};
    for (const { name, take, mayBeAbsent } of expected) {
      if (mayBeAbsent && !Object.hasOwn(given, name)) continue;
      const value = Object.hasOwn(given, name) ? take(given[name]) : undefined;
      if (value === undefined) return closely(given);
      coerced[name] = value;
    }
    return { coerced };
  };
}

/** Undefined for types whose values are not taken as they are. */
function takeOf(type: GraphQLInputType): Take | undefined {
  if (isNonNullType(type)) {
    const take = takeOf(type.ofType);
    return take && ((value) => (value === null ? undefined : take(value)));
  }
  const present = isListType(type) ? listOf(type.ofType) : isScalarType(type) ? scalarOf(type) : undefined;
  return present && ((value) => (value === null ? null : present(value)));
}

function listOf(type: GraphQLInputType): Take | undefined {
  const take = takeOf(type);
  if (!take) return undefined;
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items: unknown[] = [];
    for (const item of value) {
      const taken = take(item);
      if (taken === undefined) return undefined;
      items.push(taken);
    }
    return items;
  };
}

/** What a scalar has that was given none of its own: it takes any value as it is, a representation for one. */
const ANY_VALUE = new GraphQLScalarType({ name: 'AnyValue' }).parseValue;

function scalarOf(type: GraphQLScalarType): Take | undefined {
  if (type.parseValue === ANY_VALUE) return (value) => value;
  const isFine = AS_IT_IS.get(type);
  return isFine && ((value) => (isFine(value) ? value : undefined));
}
