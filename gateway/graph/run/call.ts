import { randomInt } from 'node:crypto';
import { newId } from '#kernel/id';
import type { Caller } from '#chassis/identity/caller';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import type { GuardedEndpoint } from '../../traffic/guarded-endpoint.ts';
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

/** A retry comes after a moment of up to this, in ms, so that those who failed together do not come back together. */
const RETRY_SPREAD_MS = 50;

/**
 * Asks a subgraph within its time and the caller's deadline (wall clock); the sooner of the two travels with the call. A read that could
 * not be delivered is asked once more, within the retry budget of the subgraph and not before it wants to be asked again; what may have
 * had an effect never is. Rejects with a SubgraphFault.
 */
export async function ask(
  endpoint: GuardedEndpoint | undefined,
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
  return { subgraph: request.service, kind: request.kind, query: request.query, entities };
}

async function askTwice(
  endpoint: GuardedEndpoint | undefined,
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
  const deadline = Math.min(Date.now() + (isRead ? limits.readMs : limits.writeMs), caller.deadline);
  const hurried = deadline === caller.deadline;
  const call = {
    query,
    document,
    variables,
    // each nonce is spent once, also when one operation writes to a subgraph twice
    caller: { ...caller, deadline, nonce: isRead || caller.nonce === '' ? caller.nonce : newId() },
    ...(operationName === undefined ? {} : { operationName }),
    ...(observation && { observation }),
    ...(isRead ? { isRead } : {}),
  };
  try {
    return await once(endpoint, call, request.service, deadline, hurried, signal);
  } catch (fault) {
    const pauseMs = isRead ? retryPauseMs(fault) : undefined;
    if (pauseMs === undefined || Date.now() + pauseMs >= deadline || signal?.aborted) throw fault;
    const allowed = endpoint.circuit.mayRetry();
    endpoint.tally.retry(allowed ? 'sent' : 'over budget');
    if (!allowed) throw fault;
    observation?.retried();
    await pause(pauseMs, signal);
    return once(endpoint, call, request.service, deadline, hurried, signal);
  }
}

/** Undefined for what is not tried again: a timeout has used its time, and a wrong answer would be wrong again. */
function retryPauseMs(fault: unknown): number | undefined {
  if (!(fault instanceof SubgraphFault) || fault.code !== 'SUBGRAPH_UNAVAILABLE' || !fault.asked) return undefined;
  return (fault.retryAfterMs ?? 0) + randomInt(RETRY_SPREAD_MS);
}

/** Ends early when the signal aborts: the next call says so in its own words. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}

function once(
  endpoint: SubgraphEndpoint,
  call: Omit<SubgraphCall, 'signal'>,
  service: string,
  until: number,
  hurried: boolean,
  parent: AbortSignal | undefined,
): Promise<SubgraphResult> {
  return new Promise((resolve, reject) => {
    const leftMs = until - Date.now();
    if (parent?.aborted)
      return reject(new SubgraphFault('CANCELLED', `${service} was not asked: the operation was cancelled`));
    if (leftMs <= 0) return reject(new SubgraphFault('SUBGRAPH_TIMEOUT', `no time was left to ask ${service}`));
    const controller = new AbortController();
    let over = false;
    const end = (fault?: SubgraphFault) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      parent?.removeEventListener('abort', cancel);
      if (fault) {
        reject(fault); // before the abort, whose own rejection must not win
        controller.abort(fault);
      }
    };
    const tooLate = () => end(new SubgraphFault('SUBGRAPH_TIMEOUT', `${service} did not answer in time`, { hurried }));
    // after one look at what has arrived: a process that was too busy to read in time does not blame the subgraph
    const timer = setTimeout(() => setImmediate(tooLate), leftMs);
    const cancel = () => end(new SubgraphFault('CANCELLED', `asking ${service} was cancelled`));
    parent?.addEventListener('abort', cancel, { once: true });
    endpoint.execute({ ...call, signal: controller.signal }).then(
      (result) => {
        end();
        resolve(result);
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
