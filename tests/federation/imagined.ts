import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

interface Imagined {
  readonly __typename: string;
  readonly id: string;
}

/**
 * Gives a subgraph without data answers that follow from (type, field, id, arguments) alone: two subgraphs that know the same entity or
 * value type say the same, and two executors must say the same.
 */
export function imagine(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('_')) continue;
    if (isAbstractType(type)) type.resolveType = (value: Imagined) => value.__typename;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      field.resolve = (parent: Record<string, unknown> | undefined, args) => {
        if (parent && Object.hasOwn(parent, field.name)) return parent[field.name];
        const from = [type.name, field.name, parent?.['id'] ?? '', JSON.stringify(args)].join('|');
        return output(schema, field.type, from);
      };
    }
  }
  return schema;
}

function output(schema: GraphQLSchema, type: GraphQLOutputType, from: string): unknown {
  if (isNonNullType(type)) return present(schema, type.ofType, from);
  return number(`null ${from}`) % 6 === 0 ? null : present(schema, type, from);
}

function present(schema: GraphQLSchema, type: GraphQLOutputType, from: string): unknown {
  if (isListType(type)) return [0, 1, 2].map((i) => output(schema, type.ofType, `${from}|${i}`));
  const named = getNamedType(type);
  if (isEnumType(named)) return oneOf(named.getValues(), from).value as unknown;
  if (isAbstractType(named)) return object(oneOf(schema.getPossibleTypes(named), from), from);
  if (isObjectType(named)) return object(named, from);
  return leaf(named.name, from);
}

/** By name: composition may list them in another order than a subgraph does. */
function oneOf<T extends { readonly name: string }>(all: readonly T[], from: string): T {
  const sorted = [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted[number(from) % sorted.length]!;
}

function object(type: GraphQLObjectType, from: string): Imagined {
  return { __typename: type.name, id: `${type.name}-${number(from) % 3}` }; // few ids: entities repeat, as they do in life
}

function leaf(name: string, from: string): unknown {
  if (name === 'Int') return number(from) % 100;
  if (name === 'Float') return (number(from) % 100) / 4;
  if (name === 'Boolean') return number(from) % 2 === 0;
  return name === 'String' || name === 'ID' ? `text ${number(from) % 1000}` : '2026-01-31T09:30:00.000Z';
}

/** FNV-1a, 32 bits. */
function number(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** Values for the variables that an operation cannot do without. */
export function imaginedVariables(schema: GraphQLSchema, operation: OperationDefinitionNode): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const named = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
    if (named && isNonNullType(named)) variables[variable.name.value] = input(named, variable.name.value);
  }
  return variables;
}

function input(type: GraphQLInputType, from: string): unknown {
  if (isNonNullType(type)) return input(type.ofType, from);
  if (isListType(type)) return [input(type.ofType, from)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (!isInputObjectType(type)) return leaf(type.name, from);
  const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
  return Object.fromEntries(required.map((field) => [field.name, input(field.type, field.name)]));
}
