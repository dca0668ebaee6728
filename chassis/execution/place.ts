import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';

/** Where a value stands in the answer, as resolvers see it in `info.path`. */
export type Path = GraphQLResolveInfo['path'];

/** A field as it is asked for at one place of an operation. */
export interface Place {
  /** Its name in the answer. */
  readonly key: string;
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** All of the document that comes to this field. */
  readonly nodes: readonly FieldNode[];
}

export function pathTo(prev: Path | undefined, { key, parent }: Place): Path {
  return { prev, key, typename: parent.name };
}

export function pathToItem(list: Path, index: number): Path {
  return { prev: list, key: index, typename: undefined };
}

/** Of the field whose list an item stands in. */
export function pathToField(item: Path): Path {
  let at = item;
  while (typeof at.key === 'number') at = at.prev!;
  return at;
}

export function arrayOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) keys.push(at.key);
  return keys.reverse();
}
