import {
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import type { Denied } from './denied.ts';
import type { Fragments } from './without-denied.ts';

type Branch = Record<string, unknown>;

export interface ToComplete {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  /** Coerced, defaults included. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly denied: Denied;
  /** The key under which the types of objects were asked for. */
  readonly typename: string;
  /** Called for every place that is null because of this rule. */
  tell(coordinate: string, path: Path): void;
}

type Path = readonly (string | number)[];

/** A null that the place may not hold: the object around it becomes null. */
const INVALID = Symbol('invalid');

/** The data of an operation without what was denied, as the client asked for it: null where it was denied, up to where null may be. */
export function withNulls(data: Branch, what: ToComplete): Branch | null {
  const nulls = new Nulls(what);
  const { schema, operation } = what;
  const type = schema.getRootType(operation.operation)!;
  const fields = collectFields(schema, nulls.fragments, what.variables, type, operation.selectionSet);
  const completed = nulls.object(type, fields, data, []);
  return completed === INVALID ? null : completed;
}

class Nulls {
  readonly fragments: Record<string, never>;

  constructor(private readonly what: ToComplete) {
    this.fragments = Object.fromEntries(what.fragments) as Record<string, never>;
  }

  object(
    type: GraphQLObjectType,
    fields: ReadonlyMap<string, readonly FieldNode[]>,
    data: Branch,
    path: Path,
  ): Branch | null | typeof INVALID {
    const { denied, tell } = this.what;
    const closed = fields.size > 0 ? denied.onType(type) : undefined;
    if (closed !== undefined) {
      tell(closed, path);
      return null;
    }
    const result: Branch = {};
    for (const [key, nodes] of fields) {
      const value = this.field(type, nodes, Object.hasOwn(data, key) ? data[key] : undefined, [...path, key]);
      if (value === INVALID) return INVALID;
      Object.defineProperty(result, key, { value, writable: true, enumerable: true, configurable: true }); // may be __proto__
    }
    return result;
  }

  private field(type: GraphQLObjectType, nodes: readonly FieldNode[], value: unknown, path: Path): unknown {
    const { value: name } = nodes[0]!.name;
    if (name === '__typename') return type.name;
    const definition = type.getFields()[name];
    if (!definition) return value; // introspection
    const closed = nodes.map((node) => this.what.denied.onField(type, node)).find((one) => one !== undefined);
    if (closed !== undefined) this.what.tell(closed, path);
    return this.value(definition.type, nodes, closed === undefined ? value : null, path);
  }

  private value(type: GraphQLOutputType, nodes: readonly FieldNode[], value: unknown, path: Path): unknown {
    if (isNonNullType(type)) return this.value(type.ofType, nodes, value, path) ?? INVALID;
    if (value === null || value === undefined) return null;
    if (isListType(type)) {
      const items = (value as unknown[]).map((item, i) => this.value(type.ofType, nodes, item, [...path, i]));
      return items.includes(INVALID) ? null : items;
    }
    if (!isCompositeType(type)) return value;
    const runtime = this.runtimeType(type, value as Branch);
    if (!runtime) return null;
    const { schema, variables } = this.what;
    const fields = collectSubfields(schema, this.fragments, variables, runtime, nodes);
    const completed = this.object(runtime, fields, value as Branch, path);
    return completed === INVALID ? null : completed;
  }

  private runtimeType(type: GraphQLCompositeType, value: Branch): GraphQLObjectType | undefined {
    if (!isAbstractType(type)) return type;
    const runtime = this.what.schema.getType(String(value[this.what.typename]));
    return isObjectType(runtime) ? runtime : undefined;
  }
}
