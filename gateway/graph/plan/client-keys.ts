import {
  GraphQLError,
  isInterfaceType,
  isObjectType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { argumentsOf, eachField, fragmentsOf, responseKey } from './selections.ts';

/**
 * The planner writes what it needs itself (keys, @requires) under plain field names into the same data tree as what the client asked for.
 * `{ books { id: title weight } }` then answers with the key instead of the title. So such response keys are renamed before planning and
 * given back at the end. (What is required with arguments has names of its own: required-arguments.ts.)
 *
 * And it makes one fetch for what stands at one place, whatever object types it stands under: of
 * `{ found { ... on Book { maker { nick } } ... on Film { maker { nick(loud: true) } } } }` it asks one `nick` for both. So a key that stands
 * for different fields at one place is renamed, too, for each of them; and when the plan is there, each object is asked for its own only
 * (by-trail.ts).
 */
export interface ClientKeys {
  /** The document to plan. */
  readonly document: DocumentNode;
  /** Key in the data tree -> the key that the client chose; empty for nearly every operation. */
  readonly names: ReadonlyMap<string, string>;
  /** Those of them that stand for one of several fields under the client's key: only objects of some types have such a one. */
  readonly divided: ReadonlySet<string>;
}

/** Every field name of the supergraph, and the planner's own: an alias that equals one may hide a key from the planner. */
export function aliasHazardsOf(supergraph: GraphQLSchema, own: Iterable<string>): ReadonlySet<string> {
  const fields = new Set(['__typename', ...own]);
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const name of Object.keys(type.getFields())) fields.add(name);
  }
  return fields;
}

export function safelyKeyed(document: DocumentNode, hazards: ReadonlySet<string>): ClientKeys {
  const ambiguous = ambiguousKeys(document);
  const isHazard = (field: FieldNode): boolean => {
    const key = responseKey(field);
    return ambiguous.has(key) || (key !== field.name.value && hazards.has(key));
  };
  const taken = new Set<string>(hazards);
  let found = false;
  visit(document, {
    Field(field) {
      taken.add(responseKey(field));
      found ||= isHazard(field);
    },
  });
  if (!found) return { document, names: new Map(), divided: new Set() };
  let prefix = 'client_';
  while ([...taken].some((key) => key.startsWith(prefix))) prefix += '_';
  const names = new Map<string, string>();
  const divided = new Set<string>();
  const renamed = visit(document, {
    Field(field) {
      if (field.name.value === '__schema' || field.name.value === '__type') return false; // answered apart, never planned
      if (!isHazard(field)) return undefined;
      const key = responseKey(field);
      const which = ambiguous.get(key)?.indexOf(meaningOf(field));
      const alias = which === undefined ? prefix + key : `${prefix}${which}_${key}`;
      names.set(alias, key);
      if (which !== undefined) divided.add(alias);
      return { ...field, alias: { kind: Kind.NAME, value: alias } };
    },
  });
  return { document: renamed, names, divided };
}

/** Keys that stand for different fields, or for one with different arguments, at one place: what each of them stands for anywhere. */
function ambiguousKeys(document: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const fragments = fragmentsOf(document);
  const ambiguous = new Set<string>();
  const meanings = new Map<string, Set<string>>();
  const walk = (sets: Iterable<SelectionSetNode>): void => {
    const byKey = new Map<string, FieldNode[]>();
    for (const set of sets)
      eachField(set, fragments, (field) => {
        const key = responseKey(field);
        const fields = byKey.get(key);
        if (fields) fields.push(field);
        else byKey.set(key, [field]);
      });
    for (const [key, fields] of byKey) {
      const here = new Set(fields.map(meaningOf));
      if (here.size > 1) ambiguous.add(key);
      meanings.set(key, new Set([...(meanings.get(key) ?? []), ...here]));
      const below = new Set(fields.flatMap(({ selectionSet }) => selectionSet ?? []));
      if (below.size > 0) walk(below);
    }
  };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) walk([definition.selectionSet]);
  return new Map([...ambiguous].map((key) => [key, [...meanings.get(key)!]]));
}

function meaningOf(field: FieldNode): string {
  return `${field.name.value}(${argumentsOf(field)})`;
}

export function withClientPath(error: GraphQLError, names: ReadonlyMap<string, string>): GraphQLError {
  if (names.size === 0 || !error.path?.some((part) => typeof part === 'string' && names.has(part))) return error;
  return new GraphQLError(error.message, {
    path: error.path.map((part) => (typeof part === 'string' ? (names.get(part) ?? part) : part)),
    originalError: error.originalError,
    extensions: error.extensions,
  });
}

/** Errors at the places that the client knows. A fault of a list that was asked in parts, for a key that stands for several fields, is told once. */
export function withClientPaths(
  errors: readonly GraphQLError[],
  names: ReadonlyMap<string, string>,
): readonly GraphQLError[] {
  if (names.size === 0) return errors;
  const told = new Map<string, GraphQLError>();
  for (const error of errors.map((each) => withClientPath(each, names))) {
    const what = JSON.stringify([error.path, error.message]);
    if (!told.has(what)) told.set(what, error);
  }
  return [...told.values()];
}
