import { getVariableValues, type GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { variableRefusal } from './variable-refusal.ts';

/** The variables as the operation's types want them, defaults filled in; or what is wrong with each. */
export function coercedVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> | readonly GraphQLError[] {
  const outcome = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 10 });
  return outcome.coerced ?? outcome.errors.map(variableRefusal);
}
