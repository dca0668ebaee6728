import { newId } from '#kernel/id';
import type { Caller } from '#chassis/identity/caller';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import type { FetchObservation, GraphObserver } from '../observer.ts';
import { SubgraphFault } from './fault.ts';
import type { PreparedRequest } from '../plan/plan.ts';

export interface CallLimits {
  /** How long one subgraph may take for a query, in ms. */
  readonly readMs: number;
  /** The same for a mutation. */
  readonly writeMs: number;
}

export const CALL_LIMITS: CallLimits = { readMs: 2_000, writeMs: 5_000 };

/**
 * Asks a subgraph within its time and the caller's deadline (wall clock), and asks once more when a read could not be delivered.
 * Rejects with a SubgraphFault.
 */
export async function ask(
  endpoint: SubgraphEndpoint | undefined,
  request: PreparedRequest,
  variables: Readonly<Record<string, unknown>>,
  caller: Caller,
  limits: CallLimits,
  signal: AbortSignal | undefined,
  observer?: GraphObserver,
): Promise<SubgraphResult> {
  const observation = observer?.fetching?.(fetchingOf(request, variables));
  if (observation === undefined) return askTwice(endpoint, request, variables, caller, limits, signal);
  try {
    const traced = observation.trace === undefined ? caller : { ...caller, trace: observation.trace };
    const result = await askTwice(endpoint, request, variables, traced, limits, signal, observation);
    observation.ended(result.errors?.length ? 'errors' : 'ok');
    return result;
  } catch (fault) {
    observation.ended(fault instanceof SubgraphFault ? fault.code : 'SUBGRAPH_INVALID');
    throw fault;
  }
}

function fetchingOf(request: PreparedRequest, variables: Readonly<Record<string, unknown>>) {
  const entities = request.parts.reduce((sum, part) => {
    const asked = variables[part.representationsName];
    return sum + (Array.isArray(asked) ? asked.length : 0);
  }, 0);
  return { subgraph: request.service, kind: request.kind, query: request.query, entities, deduped: false };
}

async function askTwice(
  endpoint: SubgraphEndpoint | undefined,
  request: PreparedRequest,
  variables: Readonly<Record<string, unknown>>,
  caller: Caller,
  limits: CallLimits,
  signal: AbortSignal | undefined,
  observation?: FetchObservation,
): Promise<SubgraphResult> {
  if (endpoint === undefined) throw new SubgraphFault('SUBGRAPH_UNAVAILABLE', `no subgraph ${request.service}`);
  const { query, document, operationName } = request;
  const isRead = request.kind !== 'mutation';
  const call = {
    query,
    document,
    variables,
    caller: isRead || caller.nonce === '' ? caller : { ...caller, nonce: newId() }, // each is spent once, also when one operation writes to a subgraph twice
    ...(operationName === undefined ? {} : { operationName }),
    ...(observation && { observation }),
  };
  const until = Math.min(Date.now() + (isRead ? limits.readMs : limits.writeMs), caller.deadline);
  try {
    return await once(endpoint, call, request.service, until, signal);
  } catch (fault) {
    const again =
      isRead && fault instanceof SubgraphFault && fault.code === 'SUBGRAPH_UNAVAILABLE' && Date.now() < until;
    if (!again || signal?.aborted) throw fault;
    observation?.retried();
    return once(endpoint, call, request.service, until, signal);
  }
}

function once(
  endpoint: SubgraphEndpoint,
  call: Omit<SubgraphCall, 'signal'>,
  service: string,
  until: number,
  parent: AbortSignal | undefined,
): Promise<SubgraphResult> {
  return new Promise((resolve, reject) => {
    const leftMs = until - Date.now();
    if (parent?.aborted)
      return reject(new SubgraphFault('CANCELLED', `${service} was not asked: the operation was cancelled`));
    if (leftMs <= 0) return reject(new SubgraphFault('SUBGRAPH_TIMEOUT', `no time was left to ask ${service}`));
    const controller = new AbortController();
    const end = (fault?: SubgraphFault) => {
      clearTimeout(timer);
      parent?.removeEventListener('abort', cancel);
      if (fault) {
        reject(fault); // before the abort, whose own rejection must not win
        controller.abort(fault);
      }
    };
    const timer = setTimeout(
      () => end(new SubgraphFault('SUBGRAPH_TIMEOUT', `${service} did not answer in time`)),
      leftMs,
    );
    const cancel = () => end(new SubgraphFault('CANCELLED', `asking ${service} was cancelled`));
    parent?.addEventListener('abort', cancel, { once: true });
    endpoint.execute({ ...call, signal: controller.signal }).then(
      (result) => {
        end();
        if (isResult(result)) resolve(result);
        else reject(new SubgraphFault('SUBGRAPH_INVALID', `${service} gave no GraphQL response`));
      },
      (error: unknown) => {
        end();
        reject(
          error instanceof SubgraphFault
            ? error
            : new SubgraphFault('SUBGRAPH_UNAVAILABLE', `${service} failed`, { cause: error }),
        );
      },
    );
  });
}

function isResult(result: unknown): result is SubgraphResult {
  if (typeof result !== 'object' || result === null) return false;
  const { data, errors } = result as SubgraphResult;
  return (
    (data === undefined || typeof data === 'object') &&
    (errors === undefined || errors === null || Array.isArray(errors))
  );
}
