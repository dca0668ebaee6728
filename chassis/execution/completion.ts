import { inspect } from 'node:util';
import {
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { AS_IT_IS } from './as-it-is.ts';
import type { Complete } from './field.ts';
import { listOf } from './list-completion.ts';
import { abstractOf, objectOf, type FieldsOf } from './object-completion.ts';
import type { Place } from './place.ts';

/** Of the values of a type at one place. */
export function completionOf(type: GraphQLOutputType, place: Place, fieldsOf: FieldsOf): Complete {
  const complete = completionOfValue(getNullableType(type), place, fieldsOf);
  if (!isNonNullType(type)) {
    return (run, value, path, info) => {
      if (value === null || value === undefined) return null;
      if (value instanceof Error) throw value;
      return complete(run, value, path, info);
    };
  }
  return (run, value, path, info) => {
    if (value === null || value === undefined)
      throw new Error(`Cannot return null for non-nullable field ${place.parent.name}.${place.definition.name}.`);
    if (value instanceof Error) throw value;
    return complete(run, value, path, info);
  };
}

/** Of a value that is there. */
function completionOfValue(type: GraphQLOutputType, place: Place, fieldsOf: FieldsOf): Complete {
  if (isListType(type)) return listOf(type.ofType, completionOf(type.ofType, place, fieldsOf), place);
  if (isLeafType(type)) return leafOf(type);
  if (isAbstractType(type)) return abstractOf(type, place, fieldsOf);
  return objectOf(type as GraphQLObjectType, place, fieldsOf);
}

function leafOf(type: GraphQLLeafType): Complete {
  const isFine = AS_IT_IS.get(type);
  const serialize: Complete = (_run, value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(
      `Expected \`${type.name}.serialize(${inspect(value, { depth: 1 })})\` to return non-nullable value, returned: ${String(serialized)}`,
    );
  };
  if (!isFine) return serialize;
  return (run, value, path, info) => (isFine(value) ? value : serialize(run, value, path, info));
}
