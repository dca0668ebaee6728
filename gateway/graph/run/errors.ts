import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Branch } from '../branch.ts';
import { SubgraphFault } from './fault.ts';
import type { Step } from '../plan/plan.ts';

type Path = readonly (string | number)[];

/** One subgraph error is told at most for this many places of the response. */
const MAX_PLACES = 100;

/** An error of a subgraph as the client sees it before masking; its own code wins. */
export function downstreamError(error: GraphQLFormattedError, service: string, path: Path | undefined): GraphQLError {
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
export function placesOf(data: Branch, step: Step, targets: ReadonlySet<unknown>): Path[] {
  const places: Path[] = [];
  const walk = (value: unknown, index: number, at: Path): void => {
    if (value === null || typeof value !== 'object' || places.length >= MAX_PLACES) return;
    if (Array.isArray(value)) {
      const next = step.path[index] === '@' ? index + 1 : index;
      value.forEach((element, i) => walk(element, next, [...at, i]));
      return;
    }
    const part = step.path[index];
    if (part === undefined) {
      if (targets.has(value)) places.push(at);
    } else if (part === '@') walk(value, index + 1, at);
    else if (Object.hasOwn(value, part)) walk((value as Branch)[part], index + 1, [...at, part]);
  };
  walk(data, 0, []);
  return places;
}
