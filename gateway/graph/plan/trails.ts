import {
  getNamedType,
  isCompositeType,
  isObjectType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, type Collecting } from './collect-fields.ts';

/**
 * The objects on a way through the data, from the root to its end: for each, the types that it is not. An object whose type nobody told yet
 * may be of any.
 */
export type Trail = readonly ReadonlySet<string>[];

/** Objects at one place of which the client asks the same. */
export interface Way {
  readonly trail: Trail;
  /** By response key; empty where the client asks for nothing and the planner does. */
  readonly asked: ReadonlyMap<string, readonly FieldNode[]>;
}

export interface Asking extends Collecting {
  readonly operation: OperationDefinitionNode;
}

/** On the way to objects: `type` is undefined where the client does not ask for them. */
interface Reached {
  readonly trail: Trail;
  readonly type: GraphQLCompositeType | undefined;
  readonly sets: readonly SelectionSetNode[];
}

/** What the client asks of the objects at a path, for each kind of objects that lead to them. `keys` are response keys, '@' for a list. */
export function waysTo(path: readonly string[], asking: Asking): Way[] {
  const { schema, operation } = asking;
  const root = { trail: [], type: schema.getRootType(operation.operation)!, sets: [operation.selectionSet] };
  const reached = path
    .filter((part) => part !== '@')
    .reduce<Reached[]>((places, key) => places.flatMap((place) => onward(place, key, asking)), [root]);
  return reached.flatMap(({ trail, type, sets }): Way[] => {
    if (type === undefined) return [{ trail: [...trail, new Set()], asked: new Map() }];
    const kinds = kindsOf(type, sets, asking, (fields) => [...fields.values()].flat());
    return kinds.map(({ isNot, fields }) => ({ trail: [...trail, isNot], asked: fields }));
  });
}

function onward({ trail, type, sets }: Reached, key: string, asking: Asking): Reached[] {
  if (type === undefined) return [{ trail: [...trail, new Set()], type, sets }];
  return kindsOf(type, sets, asking, (fields) => fields.get(key) ?? []).map(({ one, isNot, fields }) => {
    const nodes = fields.get(key) ?? [];
    const below = nodes[0] && getNamedType(one.getFields()[nodes[0].name.value]?.type);
    return {
      trail: [...trail, isNot],
      type: isCompositeType(below) ? below : undefined,
      sets: nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    };
  });
}

interface Kind {
  readonly one: GraphQLObjectType;
  readonly isNot: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, readonly FieldNode[]>;
}

/** The object types that a place may have, together where the same of their fields matter. */
function kindsOf(
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  asking: Asking,
  matter: (fields: ReadonlyMap<string, readonly FieldNode[]>) => readonly FieldNode[],
): Kind[] {
  const ids = new Map<FieldNode, number>();
  const idOf = (node: FieldNode): number => {
    if (!ids.has(node)) ids.set(node, ids.size);
    return ids.get(node)!;
  };
  const all = isObjectType(type) ? [type] : asking.schema.getPossibleTypes(type);
  const kinds = new Map<string, { one: GraphQLObjectType; names: Set<string>; fields: Kind['fields'] }>();
  for (const one of all) {
    const fields = collectFields(one, sets, asking);
    const nodes = matter(fields);
    const leadsTo = nodes.map((node) => String(one.getFields()[node.name.value]?.type));
    const which = `${nodes.map(idOf).join()} ${leadsTo.join()}`;
    const kind = kinds.get(which);
    if (kind) kind.names.add(one.name);
    else kinds.set(which, { one, names: new Set([one.name]), fields });
  }
  return [...kinds.values()].map(({ one, names, fields }) => ({
    one,
    fields,
    isNot: new Set(all.filter(({ name }) => !names.has(name)).map(({ name }) => name)),
  }));
}
