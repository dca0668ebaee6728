import { GraphQLError, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import { isRefused, type Refused } from './admitted.ts';
import type { Asked } from './asked.ts';
import { chooseOperation } from './guard/check-document.ts';
import { coercedVariables } from './guard/coerced-variables.ts';
import type { OperationCost } from './guard/cost/estimate.ts';
import type { KnownDocument } from './guard/document-cache.ts';
import { MAX_COST } from './guard/limits.ts';
import { tooDear } from './guard/refusals.ts';
import { roadRefusal } from './guard/road-refusal.ts';
import { unsoundVariable } from './guard/sound-text.ts';
import type { Serving } from './serving.ts';

/** One operation of a checked document, with its variables. */
export interface Examined {
  readonly operation: OperationDefinitionNode;
  /** As the types of the operation want them, defaults filled in. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cost: OperationCost;
  /** What it may cost with these variables. */
  readonly estimated: number;
  /** Root fields of a mutation; 0 for everything else. */
  readonly mutations: number;
}

/** Everything that can be said of what is asked without knowing who asks. */
export function examine(asked: Asked, known: KnownDocument, serving: Serving): Examined | Refused {
  const operation = chooseOperation(known, asked.operationName);
  if (operation instanceof GraphQLError) return [operation];
  const wrong = roadRefusal(asked, operation.operation) ?? serving.oneMoneyAct.refusal(known.document, operation);
  if (wrong) return [wrong];
  const unsound = unsoundVariable(asked.variables);
  if (unsound) return [unsound];
  const variables = coercedVariables(serving.snapshot.apiSchema, operation, asked.variables);
  if (isRefused(variables)) return variables;
  const cost = serving.costs.of(known.document, operation);
  const estimated = cost.estimate(variables);
  if (estimated > MAX_COST) return [tooDear(MAX_COST, estimated)];
  const changes = operation.operation === OperationTypeNode.MUTATION;
  return { operation, variables, cost, estimated, mutations: changes ? known.tallies.get(operation)!.rootFields : 0 };
}
