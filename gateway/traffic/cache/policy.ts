import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { hintOf } from './hints.ts';

/** How long, and for whom, the answer of one operation may be kept. */
export interface CachePolicy {
  /** Seconds; never 0. */
  readonly maxAge: number;
  readonly isPrivate: boolean;
  /** The object types that it may contain. */
  readonly types: ReadonlySet<string>;
}

/**
 * The strictest of everything that an operation selects, from the schema alone: `@skip` and `@include` are taken as selected, an abstract
 * type as any of its members. As the directive is defined, nothing may be kept unless it is marked: root fields and objects are worth 0
 * seconds by default, other scalars as much as what they belong to. Undefined when it may not be kept.
 */
export function policyOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CachePolicy | undefined {
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root) return undefined;
  const walk = new Walk(schema, document);
  walk.selections(operation.selectionSet, root, true);
  if (!Number.isFinite(walk.maxAge) || walk.maxAge <= 0) return undefined;
  walk.types.delete(root.name);
  return { maxAge: walk.maxAge, isPrivate: walk.isPrivate, types: walk.types };
}

class Walk {
  maxAge = Infinity;
  isPrivate = false;
  readonly types = new Set<string>();
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
  }

  selections(set: SelectionSetNode, parent: GraphQLCompositeType, isRoot: boolean): void {
    for (const { name } of this.#members(parent)) this.types.add(name);
    for (const selection of set.selections) {
      if (this.maxAge <= 0) return;
      if (selection.kind === Kind.FIELD) this.#field(selection, parent, isRoot);
      else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value)!;
        const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
        this.selections(fragment.selectionSet, isCompositeType(condition) ? condition : parent, isRoot);
      }
    }
  }

  #field(node: FieldNode, parent: GraphQLCompositeType, isRoot: boolean): void {
    const name = node.name.value;
    if (name === '__typename') return;
    const fields = this.#fieldsOf(parent, name);
    if (fields.length === 0) return void (this.maxAge = 0); // __schema, __type
    for (const field of fields) this.#consider(field, isRoot);
    const type = getNamedType(fields[0]!.type);
    if (node.selectionSet && isCompositeType(type)) this.selections(node.selectionSet, type, false);
  }

  #consider(field: GraphQLField<unknown, unknown>, isRoot: boolean): void {
    const own = hintOf(field);
    const type = getNamedType(field.type);
    const ofType = isCompositeType(type) ? this.#typeHints(type) : [];
    this.isPrivate ||= own.isPrivate || ofType.some(({ isPrivate }) => isPrivate);
    if (own.maxAge !== undefined) return this.#atMost(own.maxAge);
    if (own.inherits && !isRoot) return;
    if (!isCompositeType(type)) return isRoot ? this.#atMost(0) : undefined;
    for (const { maxAge } of ofType) this.#atMost(maxAge ?? 0);
  }

  /** An abstract type speaks for itself, or each of its members does. */
  #typeHints(type: GraphQLCompositeType) {
    const own = hintOf(type);
    if (isObjectType(type)) return [own];
    const members = this.#members(type).map(hintOf);
    return own.maxAge === undefined
      ? members
      : [own, ...members.map(({ isPrivate }) => ({ maxAge: own.maxAge, isPrivate }))];
  }

  /** The field as the parent has it, and as each type that may stand there has it. */
  #fieldsOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown>[] {
    const own = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    const members = isAbstractType(parent) ? this.#members(parent).map((member) => member.getFields()[name]) : [];
    return [own, ...members].filter((field) => field !== undefined);
  }

  #members(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type);
  }

  #atMost(maxAge: number): void {
    this.maxAge = Math.min(this.maxAge, maxAge);
  }
}
