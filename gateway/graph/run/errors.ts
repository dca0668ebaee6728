import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Branch } from '../branch.ts';
import { SubgraphFault } from './fault.ts';
import type { Step } from '../plan/plan.ts';
import { walkTo, type Place } from './walk-to.ts';

/** One subgraph error is told at most for this many places of the response. */
const MAX_PLACES = 100;

/** An error of a subgraph as the client sees it before masking; its own code wins. */
export function downstreamError(error: GraphQLFormattedError, service: string, path: Place | undefined): GraphQLError {
  return new GraphQLError(error.message || `Error while fetching from subgraph "${service}"`, {
    ...(path === undefined ? {} : { path }),
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...error.extensions, serviceName: service },
  });
}

export function faultError(fault: unknown, service: string): GraphQLError {
  const code = fault instanceof SubgraphFault ? fault.code : 'SUBGRAPH_INVALID';
  const message = fault instanceof Error ? fault.message : String(fault);
  return new GraphQLError(message, {
    ...(fault instanceof Error ? { originalError: fault } : {}),
    extensions: { code, serviceName: service },
  });
}

/** Where in the response the given targets of a step are: a tree is searched only when a subgraph reports an error. */
export function placesOf(data: Branch, step: Step, targets: ReadonlySet<unknown>): Place[] {
  const places: Place[] = [];
  walkTo(step, data, (target, place) => {
    if (targets.has(target)) places.push(place);
    return places.length < MAX_PLACES;
  });
  return places;
}
