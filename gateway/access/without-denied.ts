import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Denied } from './denied.ts';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * The operation without what is denied, its fragments written out: nobody is asked for more. Where only some types of an interface are
 * closed, the field stays for the others. `typename` is selected wherever the type of an object has to be known afterwards.
 */
export function withoutDenied(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  schema: GraphQLSchema,
  denied: Denied,
  typename: string,
): DocumentNode {
  const rewrite = new Rewrite(schema, fragments, denied, typename);
  const selectionSet = rewrite.set(operation.selectionSet, schema.getRootType(operation.operation)!);
  const used = new Set<string>();
  visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions, selectionSet }] };
}

class Rewrite {
  private readonly typename: FieldNode;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly denied: Denied,
    typename: string,
  ) {
    this.typename = { kind: Kind.FIELD, alias: named(typename), name: named('__typename') };
  }

  set(set: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode {
    const selections = this.denied.onType(type) ? [] : this.selections(set, type);
    if (selections.length === 0 || isAbstractType(type)) selections.push(this.typename);
    return { kind: Kind.SELECTION_SET, selections };
  }

  private selections(set: SelectionSetNode, type: GraphQLCompositeType): SelectionNode[] {
    return set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return this.field(selection, type);
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return this.fragment(selection, selection.typeCondition?.name.value, selection.selectionSet, type);
      const { typeCondition, selectionSet } = this.fragments.get(selection.name.value)!;
      return this.fragment(selection, typeCondition.name.value, selectionSet, type);
    });
  }

  private fragment(
    { directives }: SelectionNode,
    condition: string | undefined,
    set: SelectionSetNode,
    type: GraphQLCompositeType,
  ): SelectionNode[] {
    const narrowed = condition === undefined ? type : this.schema.getType(condition);
    if (!isCompositeType(narrowed) || this.denied.onType(narrowed)) return [];
    const selections = this.selections(set, narrowed);
    return selections.length === 0 ? [] : [inlined(condition, selections, directives)];
  }

  private field(node: FieldNode, type: GraphQLCompositeType): SelectionNode[] {
    if (node.name.value.startsWith('__') || !('getFields' in type)) return [node];
    if (this.denied.onField(type, node)) return [];
    const output = getNamedType(type.getFields()[node.name.value]!.type);
    const kept =
      node.selectionSet && isCompositeType(output)
        ? { ...node, selectionSet: this.set(node.selectionSet, output) }
        : node;
    if (!isAbstractType(type)) return [kept];
    const possible = this.schema.getPossibleTypes(type);
    const open = possible.filter((member) => !this.closes(member, node));
    return open.length === possible.length ? [kept] : open.map((member) => inlined(member.name, [kept], undefined));
  }

  private closes(member: GraphQLObjectType, node: FieldNode): boolean {
    return (this.denied.onType(member) ?? this.denied.onField(member, node)) !== undefined;
  }
}

function inlined(
  condition: string | undefined,
  selections: readonly SelectionNode[],
  directives: SelectionNode['directives'],
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(condition === undefined ? {} : { typeCondition: { kind: Kind.NAMED_TYPE, name: named(condition) } }),
    directives,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

function named(value: string) {
  return { kind: Kind.NAME, value } as const;
}
