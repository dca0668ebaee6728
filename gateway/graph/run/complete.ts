import {
  getVariableValues,
  GraphQLError,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { isBranch, type Branch } from '../branch.ts';
import type { Prepared } from '../plan/prepare.ts';
import { isLeafValue } from '../plan/leaf-value.ts';
import { introspect } from './introspect.ts';

type Path = readonly (string | number)[];
type Variables = Readonly<Record<string, unknown>>;

/** A null that the place may not hold: the object around it becomes null. */
const INVALID = Symbol('invalid');

export interface Completed {
  readonly data: Branch | null;
  /** Where the merged data did not fit the schema. */
  readonly problems: readonly GraphQLError[];
}

/**
 * Merged data -> what the client asked for, by the rules of the specification ("Value Completion") and over whatever a subgraph sent:
 * generated code does this for data that is sound, this says where it is not.
 */
export function complete(prepared: Prepared, variables: Variables, data: Branch): Completed {
  const completion = new Completion(prepared, variables);
  const completed = completion.root(data);
  return { data: completed === INVALID ? null : completed, problems: completion.problems };
}

/** The same for the selection of a fragment on one object: a null that rises ends at the part. `path` is where the client has the object. */
export function completePart(
  prepared: Prepared,
  variables: Variables,
  { type, selectionSet }: { readonly type: GraphQLCompositeType; readonly selectionSet: SelectionSetNode },
  data: Branch,
  path: Path,
): Completed {
  const completion = new Completion(prepared, variables);
  const completed = completion.part(type, selectionSet, data, path);
  return { data: completed === INVALID ? null : completed, problems: completion.problems };
}

class Completion {
  readonly problems: GraphQLError[] = [];
  readonly #prepared: Prepared;
  readonly #variables: Variables;
  readonly #fragments: Record<string, never>;

  constructor(prepared: Prepared, variables: Variables) {
    const definitions = prepared.node.variableDefinitions ?? [];
    this.#prepared = prepared;
    this.#variables = getVariableValues(prepared.snapshot.apiSchema, definitions, variables).coerced ?? variables;
    this.#fragments = Object.fromEntries(prepared.fragments) as Record<string, never>;
  }

  root(data: Branch): Branch | typeof INVALID {
    const { node, snapshot } = this.#prepared;
    const type = snapshot.apiSchema.getRootType(node.operation)!;
    const fields = collectFields(snapshot.apiSchema, this.#fragments, this.#variables, type, node.selectionSet);
    return this.#fields(type, fields, data, []);
  }

  part(type: GraphQLCompositeType, set: SelectionSetNode, data: Branch, path: Path): Branch | typeof INVALID {
    const { apiSchema } = this.#prepared.snapshot;
    const runtime = this.#runtimeType(type, data);
    if (runtime === undefined) {
      this.#problem(`Invalid __typename found for object of type ${type.name}.`, path);
      return INVALID;
    }
    const fields = collectFields(apiSchema, this.#fragments, this.#variables, runtime as GraphQLObjectType, set);
    return this.#fields(runtime, fields, data, path);
  }

  #fields(
    type: GraphQLCompositeType,
    fields: ReadonlyMap<string, readonly FieldNode[]>,
    data: Branch,
    path: Path,
  ): Branch | typeof INVALID {
    const result: Branch = {};
    for (const [key, nodes] of fields) {
      const name = this.#prepared.clientKeys.get(key) ?? key;
      const value = this.#field(type, nodes, Object.hasOwn(data, key) ? data[key] : undefined, [...path, name]);
      if (value === INVALID) return INVALID;
      Object.defineProperty(result, name, { value, writable: true, enumerable: true, configurable: true }); // may be __proto__
    }
    return result;
  }

  #field(type: GraphQLCompositeType, nodes: readonly FieldNode[], value: unknown, path: Path): unknown {
    const { value: field } = nodes[0]!.name;
    if (field === '__typename') return isObjectType(type) ? type.name : INVALID;
    if (field === '__schema' || field === '__type')
      return Object.values(introspect(this.#prepared, nodes, this.#prepared.fragments, this.#variables))[0];
    const definition = 'getFields' in type ? type.getFields()[field] : undefined;
    if (definition === undefined) throw new Error(`the API schema has no field ${type.name}.${field}`);
    return this.#value(definition.type, nodes, value, path, `field ${type.name}.${field}`);
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[], value: unknown, path: Path, place: string): unknown {
    if (isNonNullType(type)) {
      const before = this.problems.length;
      const completed = this.#value(type.ofType, nodes, value, path, place);
      if (completed !== null) return completed;
      if (this.problems.length === before) this.#problem(`Cannot return null for non-nullable ${place}.`, path);
      return INVALID;
    }
    if (value === null || value === undefined) return null;
    if (isListType(type)) return this.#list(type.ofType, nodes, value, path, place);
    if (isCompositeType(type)) return this.#object(type, nodes, value, path, place);
    if (isLeafValue(type as GraphQLLeafType, value)) return value;
    return this.#problem(`Invalid value found for ${place}.`, path);
  }

  /** Every element is completed, so that all that is wrong is told at once. */
  #list(item: GraphQLOutputType, nodes: readonly FieldNode[], list: unknown, path: Path, place: string): unknown {
    if (!Array.isArray(list)) return this.#problem(`Invalid value found for ${place}.`, path);
    const completed = list.map((value, i) =>
      this.#value(item, nodes, value, [...path, i], `array element of type ${String(item)} at index ${i}`),
    );
    return completed.includes(INVALID) ? null : completed;
  }

  #object(
    type: GraphQLCompositeType,
    nodes: readonly FieldNode[],
    value: unknown,
    path: Path,
    place: string,
  ): Branch | null {
    if (!isBranch(value)) return this.#problem(`Invalid value found for ${place}.`, path);
    const runtime = this.#runtimeType(type, value);
    if (runtime === undefined) return this.#problem(`Invalid __typename found for object at ${place}.`, path);
    const { apiSchema } = this.#prepared.snapshot;
    const fields = collectSubfields(
      apiSchema,
      this.#fragments,
      this.#variables,
      runtime as GraphQLObjectType, // the interface itself when an interface object's subgraph was all that was asked
      nodes,
    );
    const completed = this.#fields(runtime, fields, value, path);
    return completed === INVALID ? null : completed;
  }

  #runtimeType(type: GraphQLCompositeType, value: Branch): GraphQLCompositeType | undefined {
    const name = value['__typename'];
    if (name === undefined) return type;
    if (typeof name !== 'string') return undefined;
    const { apiSchema } = this.#prepared.snapshot;
    const runtime = apiSchema.getType(name);
    if (runtime === type) return type;
    return isAbstractType(type) && isObjectType(runtime) && apiSchema.isSubType(type, runtime) ? runtime : undefined;
  }

  #problem(message: string, path: Path): null {
    this.problems.push(new GraphQLError(message, { path }));
    return null;
  }
}
