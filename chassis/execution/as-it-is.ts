import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, type GraphQLNamedType } from 'graphql';

/** Values that the specified scalars leave as they are, on the way in and on the way out. */
export const AS_IT_IS: ReadonlyMap<GraphQLNamedType, (value: unknown) => boolean> = new Map<
  GraphQLNamedType,
  (value: unknown) => boolean
>([
  [GraphQLString, (value) => typeof value === 'string'],
  [GraphQLID, (value) => typeof value === 'string'],
  [GraphQLBoolean, (value) => typeof value === 'boolean'],
  [GraphQLInt, (value) => typeof value === 'number' && (value | 0) === value],
  [GraphQLFloat, (value) => typeof value === 'number' && Number.isFinite(value)],
]);
