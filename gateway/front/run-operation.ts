import type { ServerResponse } from 'node:http';
import { GraphQLError, OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import { CLIENT_TIMEOUT_MS } from '../guard/limits.ts';
import { maskErrors, type Masking } from '../guard/mask.ts';
import { refuse } from '../guard/refusals.ts';
import type { Admitted } from '../admitted.ts';
import type { GraphRequest, GraphResult } from '../graph/graph.ts';
import type { CacheNote } from '../graph/run/run-prepared.ts';
import type { OperationRunner } from '../traffic/served-graph.ts';

/** What a client may see of a result. */
export interface MaskedResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  /** Of an event: where to continue after it. */
  readonly position?: string;
  /** For those who may see it. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Whole `Set-Cookie` values; never part of the body. */
  readonly cookies?: readonly string[];
  /** How long it holds; never part of the body. */
  readonly cache?: CacheNote;
}

export function operationOf(admitted: Admitted, signal: AbortSignal | undefined): GraphRequest {
  const { key, document, operationName, variables, caller, report } = admitted;
  const observer = report && { observer: report };
  return {
    key,
    document,
    ...(operationName !== undefined && { operationName }),
    variables,
    caller,
    signal,
    ...observer,
  };
}

/**
 * Runs an admitted query or mutation and masks what comes back. A client that leaves ends its query; a mutation that has begun is
 * brought to its end. Never throws.
 */
export async function runOperation(
  graph: OperationRunner,
  admitted: Admitted,
  gone: AbortSignal,
  masking: Masking,
): Promise<MaskedResult> {
  const reads = admitted.operation.operation === OperationTypeNode.QUERY;
  const running = new AbortController();
  const leave = (): void => running.abort(gone.reason);
  if (reads) gone.addEventListener('abort', leave, { once: true });
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => {
      const fault = refuse('GATEWAY_TIMEOUT', `No answer within ${CLIENT_TIMEOUT_MS / 1000} s.`);
      reject(fault); // before the abort, whose own words must not win
      running.abort(fault);
    },
    Math.max(1, admitted.caller.deadline - Date.now()),
  );
  try {
    const result = await Promise.race([graph.execute(operationOf(admitted, running.signal)), late]);
    const extensions = settled(admitted, result.data);
    await admitted.settleFiles?.(result);
    return { ...maskResult(admitted.complete(result), masking), ...(extensions && { extensions }) };
  } catch (error) {
    return { errors: maskErrors([asFault(error)], masking) };
  } finally {
    clearTimeout(timer);
    gone.removeEventListener('abort', leave);
  }
}

/** Settles what the operation cost, once its answer is there; what is told of it and how it was run to those who may see it. */
export function settled(admitted: Admitted, data: unknown): Readonly<Record<string, unknown>> | undefined {
  const cost = admitted.settle(admitted.costOf(data));
  return admitted.report ? { ...cost, ...admitted.report.told() } : cost;
}

/** Aborts when the client leaves before its answer is whole. */
export function goneFrom(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('the client left'));
  });
  return controller.signal;
}

export function maskResult({ data, errors, position, cookies, cache }: GraphResult, masking: Masking): MaskedResult {
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors?.length ? { errors: maskErrors(errors, masking) } : {}),
    ...(position === undefined ? {} : { position }),
    ...(cookies?.length ? { cookies } : {}),
    ...(cache ? { cache } : {}),
  };
}

export function asFault(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(cause.message, { originalError: cause });
}
