import type { FetcherParams } from '@graphiql/toolkit';
import { getOperationAST, parse, type OperationTypeNode } from 'graphql';

/**
 * What is about to run, read from the text itself. GraphiQL names the operation from what it had parsed a moment ago: right after a
 * change of tabs that is the operation of the tab before, and a name that the text does not have is left out here.
 */
export function readOperation(params: FetcherParams): { kind?: OperationTypeNode; params: FetcherParams } {
  try {
    const document = parse(params.query);
    const named = params.operationName ? getOperationAST(document, params.operationName) : null;
    if (named) return { kind: named.operation, params };
    const only = getOperationAST(document);
    return only ? { kind: only.operation, params: { ...params, operationName: only.name?.value } } : { params };
  } catch {
    // Not GraphQL: the server says what is wrong with it.
    return { params };
  }
}
