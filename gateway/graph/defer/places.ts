import type { GraphQLCompositeType, GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import { isBranch, type Branch } from '../branch.ts';
import { covers } from '../plan/collect-fields.ts';
import type { DeferredFragment } from './deferred-fragments.ts';

/** One object that a part was answered for. */
export interface Place {
  /** Where the client has it. */
  readonly path: readonly (string | number)[];
  /** The object in the data tree. */
  readonly data: Branch;
  /** What the client was given of it. */
  readonly given: Branch;
}

/** The objects below `from` that a fragment applies to; where the client was given null there is none. */
export function placesOf(
  fragment: DeferredFragment,
  from: Place,
  schema: GraphQLSchema,
  clientKeys: ReadonlyMap<string, string>,
): Place[] {
  const places: Place[] = [];
  const applies = (within: readonly string[], data: Branch, type: GraphQLCompositeType): boolean => {
    const named = data['__typename'];
    const name = typeof named === 'string' ? named : isObjectType(type) ? type.name : undefined;
    return within.every(
      (condition) => condition === type.name || (name !== undefined && covers(schema, condition, name)),
    );
  };
  const walk = (data: unknown, given: unknown, at: Place['path'], hop: number, type: GraphQLCompositeType): void => {
    if (Array.isArray(data) && Array.isArray(given))
      return data.forEach((item, i) => walk(item, given[i], [...at, i], hop, type));
    if (!isBranch(data) || !isBranch(given)) return;
    const next = fragment.hops[hop];
    if (next === undefined) {
      if (applies(fragment.within, data, type)) places.push({ path: at, data, given });
      return;
    }
    if (!applies(next.within, data, type)) return;
    const key = clientKeys.get(next.key) ?? next.key;
    if (Object.hasOwn(data, next.key) && Object.hasOwn(given, key))
      walk(data[next.key], given[key], [...at, key], hop + 1, next.type);
  };
  walk(from.data, from.given, from.path, 0, fragment.from);
  return places;
}
