import { executeSync, Kind, OperationTypeNode, visit, type FieldNode, type FragmentDefinitionNode } from 'graphql';
import type { Branch } from '../branch.ts';
import type { Prepared } from '../plan/prepare.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The values of these introspection fields, by response key, from the schema that clients see. */
export function introspect(
  prepared: Prepared,
  selections: readonly FieldNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
): Branch {
  const used = new Set<string>();
  for (const node of [...selections, ...fragments.values()])
    visit(node, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = prepared.node.variableDefinitions?.filter(({ variable }) =>
    used.has(variable.name.value),
  );
  const operation = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    variableDefinitions,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  } as const;
  const { data, errors } = executeSync({
    schema: prepared.snapshot.apiSchema,
    document: { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] },
    variableValues: variables,
  });
  if (errors?.length || !data) throw errors?.[0] ?? new Error('introspection gave nothing');
  return data;
}
