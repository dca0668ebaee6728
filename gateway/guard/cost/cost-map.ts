import {
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLDirective,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** How long a list may be, as the schema says it (`@listSize`). */
export interface ListSize {
  readonly assumedSize: number | undefined;
  /** Arguments that say it; the largest one given counts. */
  readonly slicingArguments: readonly string[];
  /** The lists inside the answer that it is about; the field's own list when there are none. */
  readonly sizedFields: readonly string[];
}

export interface FieldCost {
  /** One execution of the field: its own `@cost`, else that of its type, else 1 for an object and 0 for a value. */
  readonly weight: number;
  readonly isList: boolean;
  readonly size: ListSize | undefined;
  /** Name of an argument -> what giving it costs. */
  readonly argumentWeights: ReadonlyMap<string, number>;
}

/** `@cost` and `@listSize` of one supergraph, by type and field. */
export type CostMap = ReadonlyMap<string, ReadonlyMap<string, FieldCost>>;

/**
 * Reads the map from the supergraph's full schema. What says nothing is counted by default: an object costs 1, a value nothing, and a
 * Relay connection is as long as its `first`, so that a forgotten directive makes nothing free.
 */
export function costMapOf(schema: GraphQLSchema): CostMap {
  const cost = schema.getDirective('cost');
  const listSize = schema.getDirective('listSize');
  const map = new Map<string, ReadonlyMap<string, FieldCost>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(isObjectType(type) || isInterfaceType(type)) || type.name.startsWith('__')) continue;
    const fields = new Map<string, FieldCost>();
    for (const field of Object.values(type.getFields())) fields.set(field.name, fieldCost(field, cost, listSize));
    map.set(type.name, fields);
  }
  return map;
}

type Directive = GraphQLDirective | null | undefined;
type Field = GraphQLField<unknown, unknown>;

function fieldCost(field: Field, cost: Directive, listSize: Directive): FieldCost {
  const type = getNamedType(field.type);
  const weighed = field.args.flatMap(({ name, astNode, type: given }): [string, number][] => {
    const weight = weightIn(cost, astNode) ?? weightIn(cost, getNamedType(given).astNode);
    return weight === undefined ? [] : [[name, weight]];
  });
  return {
    weight: weightIn(cost, field.astNode) ?? weightIn(cost, type.astNode) ?? (isCompositeType(type) ? 1 : 0),
    isList: isList(field.type),
    size: sizeIn(listSize, field) ?? connectionSize(field),
    argumentWeights: new Map(weighed),
  };
}

function weightIn(
  cost: Directive,
  node: Parameters<typeof getDirectiveValues>[1] | null | undefined,
): number | undefined {
  const weight: unknown = cost && node ? getDirectiveValues(cost, node)?.['weight'] : undefined;
  return typeof weight === 'number' ? weight : undefined;
}

function sizeIn(listSize: Directive, { astNode }: Field): ListSize | undefined {
  const given = listSize && astNode ? getDirectiveValues(listSize, astNode) : undefined;
  if (!given) return undefined;
  return {
    assumedSize: given['assumedSize'] as number | undefined,
    slicingArguments: (given['slicingArguments'] as string[] | undefined) ?? [],
    sizedFields: (given['sizedFields'] as string[] | undefined) ?? [],
  };
}

/** A field with pages that nobody has described. */
function connectionSize({ args, type }: Field): ListSize | undefined {
  const named = getNamedType(type);
  const paged = isObjectType(named) && named.getFields()['edges'] !== undefined;
  if (!paged) return undefined;
  const slicingArguments = ['first', 'last'].filter((name) => args.some((argument) => argument.name === name));
  return { assumedSize: undefined, slicingArguments, sizedFields: ['edges'] };
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
