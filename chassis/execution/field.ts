import { locatedError, type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { arrayOf, pathTo, type Path, type Place } from './place.ts';
import { isPromiseLike } from './promises.ts';
import type { Run } from './run.ts';

/** Makes of what a resolver returned what the answer holds, or a promise of it. Throws faults as they are; the field locates them. */
export type Complete = (
  run: Run,
  value: unknown,
  /** Undefined where nothing asks for it: of a leaf. */
  path: Path | undefined,
  info: GraphQLResolveInfo | undefined,
) => unknown;

/** A field with everything decided that depends neither on data nor on variables. */
export interface Field extends Place {
  readonly isNonNull: boolean;
  /** Undefined: the property of its name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  /** Nothing below it needs to know where it stands. */
  readonly isLeaf: boolean;
  readonly complete: Complete;
}

/** The completed value, or a promise of it. A fault makes a nullable field null and is noted; a field that may not be null throws it. */
export function runField(run: Run, field: Field, source: unknown, parentPath: Path | undefined): unknown {
  const { resolve } = field;
  let path: Path | undefined;
  let info: GraphQLResolveInfo | undefined;
  try {
    if (resolve !== undefined || !field.isLeaf) path = pathTo(parentPath, field);
    let value: unknown;
    if (resolve !== undefined) {
      info = run.infoOf(field, path!);
      value = resolve(source, run.argumentsOf(field), run.context, info);
    } else value = propertyOf(run, field, source, parentPath);
    if (isPromiseLike(value)) return later(run, field, value, path ?? pathTo(parentPath, field), info);
    const completed = field.complete(run, value, path, info);
    if (!(completed instanceof Promise)) return completed;
    return completed.then(undefined, (fault: unknown) => failed(run, field, fault, path!));
  } catch (fault) {
    return failed(run, field, fault, path ?? pathTo(parentPath, field));
  }
}

/** What graphql-js does without a resolver: the property, or what it answers when it is a function. */
function propertyOf(run: Run, field: Field, source: unknown, parentPath: Path | undefined): unknown {
  const values = run.argumentsOf(field); // wrong ones are an error here, too
  if ((typeof source !== 'object' && typeof source !== 'function') || source === null) return undefined;
  const { name } = field.definition;
  const value = (source as Record<string, unknown>)[name];
  if (typeof value !== 'function') return value;
  const info = run.infoOf(field, pathTo(parentPath, field));
  return (source as Record<string, (...given: unknown[]) => unknown>)[name]!(values, run.context, info);
}

function later(run: Run, field: Field, value: PromiseLike<unknown>, path: Path, info: GraphQLResolveInfo | undefined) {
  const fail = (fault: unknown): null => failed(run, field, fault, path);
  const promise = value instanceof Promise ? value : Promise.resolve(value);
  return promise.then((resolved: unknown) => {
    try {
      const completed = field.complete(run, resolved, path, info);
      return completed instanceof Promise ? completed.then(undefined, fail) : completed;
    } catch (fault) {
      return fail(fault);
    }
  }, fail);
}

function failed(run: Run, field: Field, fault: unknown, path: Path): null {
  const error = locatedError(fault, field.nodes, arrayOf(path));
  if (field.isNonNull) throw error;
  run.fail(error, path);
  return null;
}
