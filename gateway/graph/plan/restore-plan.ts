import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, print, visit, type DocumentNode } from 'graphql';
import { replaceFetches } from './replace-fetches.ts';
import type { SeparatedArguments } from './required-arguments.ts';
import { agreeingParts } from './split-fetch.ts';

/**
 * Gives the plan of a supergraph with separated arguments its real fields back: a fetch asks for them under the planner's names as
 * aliases, a representation reads those and says the real name. A fetch whose fields want one name with different arguments becomes
 * several, which travel in one request.
 */
export function restorePlan(plan: QueryPlan, separated: SeparatedArguments): QueryPlan {
  if (separated.fields.size === 0) return plan;
  const restored = replaceFetches(plan, (fetch) =>
    agreeingParts(fetch, separated).map((part) => restoreFetch(part, separated)),
  );
  const root = restored.node;
  if (root?.kind !== 'Subscription') return restored;
  return { ...restored, node: { ...root, primary: restoreFetch(root.primary, separated) } };
}

function restoreFetch(fetch: FetchNode, separated: SeparatedArguments): FetchNode {
  const before = fetch.operationDocumentNode;
  if (!before) throw new Error('the planner was told to expose documents');
  const requires = fetch.requires && restoreRequires(fetch.requires, separated);
  const document = restoreDocument(before, separated);
  const operation = document === before ? fetch.operation : print(document);
  return { ...fetch, ...(requires && { requires }), operationDocumentNode: document, operation };
}

function restoreDocument(document: DocumentNode, { fields }: SeparatedArguments): DocumentNode {
  return visit(document, {
    Field: (node) => {
      const field = fields.get(node.name.value);
      if (field === undefined) return undefined;
      const name = { kind: Kind.NAME, value: field.name } as const;
      return { ...node, alias: node.alias ?? node.name, name, arguments: field.arguments };
    },
  });
}

/** The alias is where the data tree has the value; the name is what the subgraph calls it. */
function restoreRequires(
  selections: readonly QueryPlanSelectionNode[],
  separated: SeparatedArguments,
): QueryPlanSelectionNode[] {
  return selections.map((selection): QueryPlanSelectionNode => {
    if (selection.kind === 'InlineFragment')
      return { ...selection, selections: restoreRequires(selection.selections, separated) };
    const field = separated.fields.get(selection.name);
    return {
      ...selection,
      ...(field && { alias: selection.alias ?? selection.name, name: field.name }),
      ...(selection.selections && { selections: restoreRequires(selection.selections, separated) }),
    };
  });
}
