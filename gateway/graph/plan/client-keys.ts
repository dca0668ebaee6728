import {
  GraphQLError,
  isInterfaceType,
  isObjectType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';
import { responseKey } from './selections.ts';

/**
 * The planner writes what it needs itself (keys, @requires) under plain field names into the same data tree as what the client asked for.
 * `{ books { id: title weight } }` then answers with the key instead of the title. So such response keys are renamed before planning and
 * given back at the end. (What is required with arguments has names of its own: required-arguments.ts.)
 */
export interface ClientKeys {
  /** The document to plan. */
  readonly document: DocumentNode;
  /** Key in the data tree -> the key that the client chose; empty for nearly every operation. */
  readonly names: ReadonlyMap<string, string>;
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
  const isHazard = (field: FieldNode): boolean => {
    const key = responseKey(field);
    return key !== field.name.value && hazards.has(key);
  };
  const taken = new Set<string>(hazards);
  let found = false;
  visit(document, {
    Field(field) {
      taken.add(responseKey(field));
      found ||= isHazard(field);
    },
  });
  if (!found) return { document, names: new Map() };
  let prefix = 'client_';
  while ([...taken].some((key) => key.startsWith(prefix))) prefix += '_';
  const names = new Map<string, string>();
  const renamed = visit(document, {
    Field(field) {
      if (field.name.value === '__schema' || field.name.value === '__type') return false; // answered apart, never planned
      if (!isHazard(field)) return undefined;
      const key = responseKey(field);
      names.set(prefix + key, key);
      return { ...field, alias: { kind: Kind.NAME, value: prefix + key } };
    },
  });
  return { document: renamed, names };
}

export function withClientPath(error: GraphQLError, names: ReadonlyMap<string, string>): GraphQLError {
  if (names.size === 0 || !error.path?.some((part) => typeof part === 'string' && names.has(part))) return error;
  return new GraphQLError(error.message, {
    path: error.path.map((part) => (typeof part === 'string' ? (names.get(part) ?? part) : part)),
    originalError: error.originalError,
    extensions: error.extensions,
  });
}
