import { computeResponse } from '@apollo/gateway/dist/resultShaping.js';
import {
  executeSync,
  Kind,
  OperationTypeNode,
  visit,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
} from 'graphql';
import type { Branch } from '../branch.ts';
import type { Executable, Prepared } from '../plan/prepare.ts';
import { responseKey } from '../plan/selections.ts';
import { withClientKeys, withClientPath } from '../plan/client-keys.ts';
import { BAIL } from '../plan/projection.ts';

export interface Shaped {
  readonly data: Branch | null;
  /** What Apollo's shaping had to null because a subgraph's data did not fit the schema. */
  readonly valueCompletion: readonly GraphQLError[];
  /** Apollo's own shaping had to do it. */
  readonly slow: boolean;
}

type Variables = Readonly<Record<string, unknown>>;

/** Merged data -> what the client asked for: by generated code while the data is valid, by Apollo's own shaping otherwise. */
export function shape(prepared: Prepared, executable: Executable, variables: Variables, data: Branch): Shaped {
  if (executable.project !== undefined) {
    try {
      const introspection = prepared.introspection.length > 0 ? introspectRoot(prepared, variables) : undefined;
      return { data: executable.project(data, introspection), valueCompletion: [], slow: false };
    } catch (fault) {
      if (fault !== BAIL) throw fault;
    }
  }
  const shaped = computeResponse({
    operation: prepared.operation,
    variables: { ...variables },
    input: data,
    introspectionHandling: (field) => {
      const node = field.expandFragments().toSelectionNode() as FieldNode;
      return introspect(prepared, [node], new Map(), variables)[responseKey(node)];
    },
  });
  const names = prepared.clientKeys;
  const renamed = names.size === 0 ? shaped.data : (withClientKeys(shaped.data, names) as Branch | null);
  const valueCompletion = shaped.errors.map((error) => withClientPath(error, names));
  return { data: renamed ?? null, valueCompletion, slow: true };
}

function introspectRoot(prepared: Prepared, variables: Variables): Branch {
  return introspect(prepared, prepared.introspection, prepared.fragments, variables);
}

function introspect(
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
