import {
  GraphQLError,
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { operationIn } from '../plan/selections.ts';

export interface DecidedRoot {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Tells documents apart that differ in what their root conditions decided; empty without any. */
  readonly variant: string;
}

/**
 * The planner throws on @skip/@include with a variable at a subscription's root field. A subscription has one set of variables for its
 * whole life, so the conditions around its root fields are decided before planning.
 */
export function decideRootConditions(
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): DecidedRoot {
  const operation = operationIn(document, operationName);
  const decisions: boolean[] = [];
  const decide = (directive: DirectiveNode): boolean => {
    const value = directive.arguments?.[0]?.value;
    if (value?.kind === Kind.BOOLEAN) return value.value;
    if (value?.kind !== Kind.VARIABLE) return false;
    const decision = booleanOf(operation, value.name.value, variables);
    decisions.push(decision);
    return decision;
  };
  const keep = (selection: SelectionNode): SelectionNode[] => {
    const isCondition = (directive: DirectiveNode) => ['skip', 'include'].includes(directive.name.value);
    const conditions = selection.directives?.filter(isCondition) ?? [];
    if (!conditions.every((directive) => decide(directive) === (directive.name.value === 'include'))) return [];
    const directives = selection.directives?.filter((directive) => !isCondition(directive)) ?? [];
    if (selection.kind === Kind.FIELD || selection.kind === Kind.FRAGMENT_SPREAD) return [{ ...selection, directives }];
    const selections = selection.selectionSet.selections.flatMap(keep);
    return selections.length === 0
      ? []
      : [{ ...selection, directives, selectionSet: { ...selection.selectionSet, selections } }];
  };
  const selections = operation.selectionSet.selections.flatMap(keep);
  if (selections.length === 0)
    throw new GraphQLError('The subscription selects no field.', { extensions: { code: 'BAD_USER_INPUT' } });
  if (decisions.length === 0) return { document, operation, variant: '' };
  const decided = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const definitions = document.definitions.map((definition) => (definition === operation ? decided : definition));
  return { document: { ...document, definitions }, operation: decided, variant: `?${decisions.map(Number).join('')}` };
}

function booleanOf(
  operation: OperationDefinitionNode,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  const fallback = definition?.defaultValue?.kind === Kind.BOOLEAN ? definition.defaultValue.value : undefined;
  const value = (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? fallback;
  if (typeof value === 'boolean') return value;
  throw new GraphQLError(`Variable "$${name}" must be a Boolean.`, { extensions: { code: 'BAD_USER_INPUT' } });
}
