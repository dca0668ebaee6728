import { inspect } from 'node:util';
import {
  defaultTypeResolver,
  GraphQLError,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
} from 'graphql';
import type { Complete, Field } from './field.ts';
import { runFields } from './fields.ts';
import { pathToField, type Path, type Place } from './place.ts';
import { isPromiseLike } from './promises.ts';
import type { Run } from './run.ts';

/** What is asked of an object of that type. */
export type FieldsOf = (type: GraphQLObjectType) => readonly Field[];

/** Of an object: its fields, once it is known to be of its type. */
export function objectOf(type: GraphQLObjectType, place: Place, fieldsOf: FieldsOf): Complete {
  if (!type.isTypeOf) return (run, value, path) => runFields(run, fieldsOf(type), value, path);
  return (run, value, path, info) => completeObject(run, type, { place, fieldsOf }, value, path, info);
}

/** Of an interface or a union: of the type that the value turns out to have. */
export function abstractOf(type: GraphQLAbstractType, place: Place, fieldsOf: FieldsOf): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (run, value, path, known) => {
    const info = known ?? run.infoOf(place, pathToField(path!));
    const named = resolveType(value, run.context, info, type);
    const complete = (name: unknown) =>
      completeObject(run, runtimeType(run, name, type, place, value), { place, fieldsOf }, value, path, info);
    return isPromiseLike(named) ? Promise.resolve(named).then(complete) : complete(named);
  };
}

function completeObject(
  run: Run,
  type: GraphQLObjectType,
  { place, fieldsOf }: { readonly place: Place; readonly fieldsOf: FieldsOf },
  value: unknown,
  path: Path | undefined,
  info: GraphQLResolveInfo | undefined,
): unknown {
  const fields = fieldsOf(type);
  if (!type.isTypeOf) return runFields(run, fields, value, path);
  const isOfType = type.isTypeOf(value, run.context, info ?? run.infoOf(place, pathToField(path!)));
  const complete = (itIs: boolean) => {
    if (itIs) return runFields(run, fields, value, path);
    throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value, { depth: 1 })}.`, {
      nodes: place.nodes,
    });
  };
  return isPromiseLike(isOfType) ? Promise.resolve(isOfType).then(complete) : complete(isOfType);
}

function runtimeType(
  run: Run,
  name: unknown,
  type: GraphQLAbstractType,
  place: Place,
  value: unknown,
): GraphQLObjectType {
  const wrong = (what: string) => new GraphQLError(`Abstract type "${type.name}" ${what}`, { nodes: place.nodes });
  const where = `for field "${place.parent.name}.${place.definition.name}"`;
  if (name === null || name === undefined)
    throw wrong(
      `must resolve to an Object type at runtime ${where}. Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
    );
  if (typeof name !== 'string')
    throw wrong(
      `must resolve to an Object type at runtime ${where} with value ${inspect(value, { depth: 1 })}, received "${inspect(name)}".`,
    );
  const found = run.operation.schema.getType(name);
  if (!found) throw wrong(`was resolved to a type "${name}" that does not exist inside the schema.`);
  if (!isObjectType(found)) throw wrong(`was resolved to a non-object type "${name}".`);
  if (!run.operation.schema.isSubType(type, found))
    throw new GraphQLError(`Runtime Object type "${name}" is not a possible type for "${type.name}".`, {
      nodes: place.nodes,
    });
  return found;
}
