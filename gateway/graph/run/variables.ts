import { getVariableValues, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

const MAX_ERRORS = 50;

/**
 * What is wrong with the client's variables by the API schema. Subgraphs are given the values as they came, as the stock gateway does:
 * each coerces them itself.
 */
export function variableErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  if (!operation.variableDefinitions?.length) return [];
  const { errors } = getVariableValues(schema, operation.variableDefinitions, variables, { maxErrors: MAX_ERRORS });
  return (errors ?? []).map(
    (error) =>
      new GraphQLError(error.message, {
        nodes: error.nodes,
        originalError: error.originalError,
        extensions: { code: 'BAD_USER_INPUT', ...error.extensions },
      }),
  );
}
