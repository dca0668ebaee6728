import {
  getNullableType,
  GraphQLError,
  isLeafType,
  isNonNullType,
  locatedError,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import type { Complete } from './field.ts';
import { arrayOf, pathToItem, type Path, type Place } from './place.ts';
import { allOf, isPromiseLike } from './promises.ts';
import type { Run } from './run.ts';

/** Of a list: each item by itself. A fault makes an item null that may be null, else the whole list. */
export function listOf(itemType: GraphQLOutputType, completeItem: Complete, place: Place): Complete {
  const isNonNull = isNonNullType(itemType);
  const isLeaf = isLeafType(getNullableType(itemType));

  const failed = (run: Run, fault: unknown, path: Path): null => {
    const error = locatedError(fault, place.nodes, arrayOf(path));
    if (isNonNull) throw error;
    run.fail(error, path);
    return null;
  };

  const itemOf = (run: Run, value: unknown, list: Path, index: number, info: GraphQLResolveInfo | undefined) => {
    const path = isLeaf ? undefined : pathToItem(list, index);
    try {
      const completed = isPromiseLike(value)
        ? Promise.resolve(value).then((item) => completeItem(run, item, path, info))
        : completeItem(run, value, path, info);
      if (!(completed instanceof Promise)) return completed;
      return completed.then(undefined, (fault: unknown) => failed(run, fault, path ?? pathToItem(list, index)));
    } catch (fault) {
      return failed(run, fault, path ?? pathToItem(list, index));
    }
  };

  return (run, value, path, info) => {
    const items = itemsOf(value, place);
    const completed: unknown[] = [];
    let waits = false;
    try {
      for (let index = 0; index < items.length; index++) {
        const item = itemOf(run, items[index], path!, index, info);
        if (item instanceof Promise) waits = true;
        completed.push(item);
      }
    } catch (fault) {
      const others = [...completed, ...items].filter(isPromiseLike); // those that were not reached, too
      if (others.length > 0) return allOf(others, fault);
      throw fault;
    }
    return waits ? Promise.all(completed) : completed;
  };
}

function itemsOf(value: unknown, place: Place): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null && Symbol.iterator in value)
    return Array.from(value as Iterable<unknown>);
  throw new GraphQLError(
    `Expected Iterable, but did not find one for field "${place.parent.name}.${place.definition.name}".`,
  );
}
