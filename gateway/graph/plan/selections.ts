import type { FetchNode } from '@apollo/query-planner';
import {
  getOperationAST,
  GraphQLError,
  Kind,
  print,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export function responseKey(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}

/** Where the data tree has a field of a fetch: aliases that the planner made it takes back when the answer is there. */
export function treeKey({ outputRewrites }: FetchNode, field: FieldNode): string {
  const key = responseKey(field);
  const renamed = outputRewrites?.find((rewrite) => rewrite.kind === 'KeyRenamer' && rewrite.path.at(-1) === key);
  return renamed?.kind === 'KeyRenamer' ? renamed.renameKeyTo : key;
}

/** One text for equal arguments. */
export function argumentsOf({ arguments: given = [] }: Pick<FieldNode, 'arguments'>): string {
  return given.map(print).sort().join();
}

export function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('a fetch without an operation');
  return operation;
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return fragments;
}

/** The selection set that stands behind a fragment spread or an inline fragment. */
export function fragmentBody(
  selection: Exclude<SelectionNode, FieldNode>,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): { readonly condition: string | undefined; readonly selectionSet: SelectionSetNode } {
  if (selection.kind === Kind.INLINE_FRAGMENT)
    return { condition: selection.typeCondition?.name.value, selectionSet: selection.selectionSet };
  const fragment = fragments.get(selection.name.value);
  if (fragment === undefined) throw new Error(`unknown fragment ${selection.name.value}`);
  return { condition: fragment.typeCondition.name.value, selectionSet: fragment.selectionSet };
}

/** Visits the fields of a selection set, through fragments, not below the fields. */
export function eachField(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  visit: (field: FieldNode) => void,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) visit(selection);
    else eachField(fragmentBody(selection, fragments).selectionSet, fragments, visit);
  }
}

/** Throws when the document holds no such operation. */
export function operationIn(document: DocumentNode, operationName?: string): OperationDefinitionNode {
  const node = getOperationAST(document, operationName);
  if (node) return node;
  const message = operationName
    ? `Unknown operation named "${operationName}".`
    : 'Must provide an operation, and its name if the document contains several.';
  throw new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
}
