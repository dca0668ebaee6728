import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import type { Snapshot } from '../snapshot.ts';
import type { NoPlan } from './planner-words.ts';

/** An operation to plan. The document passed the guard and the API schema's validation. */
export interface ToPlan {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Labels of progressive overrides that are on. */
  readonly overrides?: readonly string[];
  /** On the supergraph in which the fields of @requires chains are apart: the plan on the other one cannot be trusted. */
  readonly apart?: boolean;
  /** Nobody waits for it (a registered document, before its first request): it comes last, and takes the time that it takes. */
  readonly ahead: boolean;
}

/** Where the plans of one supergraph come from. */
export interface Planning {
  /** Rejects with a GraphQLError when the operation cannot be planned, or not in time. */
  plan(what: ToPlan): Promise<QueryPlan>;
  /** Another supergraph serves: whoever waits is still answered, then nothing of it is kept. */
  retire(): void;
  stop(): Promise<void>;
}

/** Plans in this thread, which answers nothing else meanwhile: for tools, and tests of the runner. */
export function planningHere(snapshot: Snapshot): Planning {
  return {
    plan: async ({ document, operationName, overrides, apart }) =>
      snapshot.plan(document, operationName, overrides, apart).plan,
    retire: () => undefined,
    stop: async () => undefined,
  };
}

/** The code of an operation that the schema accepts, and over which the planner breaks off. */
export const NO_PLAN: NoPlan = 'NO_PLAN';

/** The code of an operation that is too much to plan, or whose plan is too much to run. */
export const TOO_COMPLEX = 'OPERATION_TOO_COMPLEX';

export function tooComplex(
  why = 'The operation takes too long to plan: ask for less at once, or in several operations.',
): GraphQLError {
  return new GraphQLError(why, { extensions: { code: TOO_COMPLEX } });
}

/** What the planner says of its own limits, in words and without a code: "Number of non-local selections exceeds limit of 100000". */
const OF_ITS_LIMITS = /exceeds limit of|^Exceeded maximum/;

/** The refusal of an operation at which the planner came to a limit of its own; undefined for whatever else it broke off over. */
export function beyondLimits(error: unknown): GraphQLError | undefined {
  if (!(error instanceof Error) || !OF_ITS_LIMITS.test(error.message)) return undefined;
  return tooComplex(
    'There are more ways to answer the operation than can be looked at: ask for less at once, or in several operations.',
  );
}

export function plannerBusy(): GraphQLError {
  return new GraphQLError('Too many new operations are waiting to be planned: try again shortly.', {
    extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 },
  });
}

/** Gives every fetch of a plan that came as data its document, as a planner in this thread would. */
export function withDocuments(plan: QueryPlan): QueryPlan {
  const root = plan.node;
  if (root?.kind === 'Subscription') {
    giveDocument(root.primary);
    giveDocuments(root.rest);
  } else giveDocuments(root);
  return plan;
}

function giveDocuments(node: PlanNode | undefined): void {
  if (node === undefined) return;
  switch (node.kind) {
    case 'Fetch':
      return giveDocument(node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.forEach(giveDocuments);
    case 'Flatten':
      return giveDocuments(node.node);
    case 'Condition':
      giveDocuments(node.ifClause);
      return giveDocuments(node.elseClause);
    case 'Defer':
      giveDocuments(node.primary.node);
      return node.deferred.forEach(({ node: later }) => giveDocuments(later));
  }
}

function giveDocument(fetch: FetchNode): void {
  fetch.operationDocumentNode ??= parse(fetch.operation, { noLocation: true });
}
