import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getNullableType,
  isAbstractType,
  isLeafType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  typeFromAST,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { completionOf } from './completion.ts';
import type { Field } from './field.ts';
import type { Asked } from './run.ts';

/** What is the same for every selection of one variant of an operation. */
export interface Variant {
  readonly operation: Asked;
  /** Those that @skip and @include look at, and no others. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is asked for at one place of an answer. Which fields that comes to depends on the object's type, and is worked out once for each. */
export class Selection {
  readonly #fields = new Map<GraphQLObjectType, readonly Field[]>();
  #lastType: GraphQLObjectType | undefined;
  #lastFields: readonly Field[] = [];

  constructor(
    readonly variant: Variant,
    readonly sets: readonly SelectionSetNode[],
  ) {}

  /** In the order of the answer. Throws what graphql-js throws where the value of a condition is missing. */
  fieldsOf(type: GraphQLObjectType): readonly Field[] {
    if (this.#lastType === type) return this.#lastFields;
    let fields = this.#fields.get(type);
    if (!fields) this.#fields.set(type, (fields = this.#collect(type)));
    this.#lastType = type;
    this.#lastFields = fields;
    return fields;
  }

  #collect(type: GraphQLObjectType): readonly Field[] {
    const found: Found = { nodes: new Map(), spread: new Set() };
    for (const set of this.sets) collect(this.variant, type, set, found);
    const fields: Field[] = [];
    for (const [key, nodes] of found.nodes) {
      const definition = definitionOf(this.variant.operation.schema, type, nodes[0]!.name.value);
      if (!definition) continue; // as graphql-js: validation has said so
      const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const below = new Selection(this.variant, sets);
      const place = { key, parent: type, definition, nodes };
      fields.push({
        ...place,
        resolve: definition.resolve,
        isNonNull: isNonNullType(definition.type),
        isLeaf: isLeafType(getNullableType(definition.type)),
        complete: completionOf(definition.type, place, (of) => below.fieldsOf(of)),
      });
    }
    return fields;
  }
}

interface Found {
  readonly nodes: Map<string, FieldNode[]>;
  /** Fragments that were met: each counts once. */
  readonly spread: Set<string>;
}

function collect(variant: Variant, type: GraphQLObjectType, set: SelectionSetNode, found: Found): void {
  const { operation, variables } = variant;
  for (const node of set.selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD && found.spread.has(node.name.value)) continue;
    if (!isIncluded(node, variables)) continue;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const nodes = found.nodes.get(key);
      if (nodes) nodes.push(node);
      else found.nodes.set(key, [node]);
      continue;
    }
    if (node.kind === Kind.FRAGMENT_SPREAD) found.spread.add(node.name.value);
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : operation.fragments[node.name.value];
    if (fragment && applies(operation.schema, fragment, type)) collect(variant, type, fragment.selectionSet, found);
  }
}

function isIncluded(node: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  if (!node.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
}

function applies(
  schema: GraphQLSchema,
  { typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
  type: GraphQLObjectType,
): boolean {
  if (!typeCondition) return true;
  const condition = typeFromAST(schema, typeCondition);
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
}

function definitionOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name];
}
