import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { SubgraphFault } from '../graph/run/fault.ts';
import type { CallOutcome, Circuit } from './circuit.ts';
import type { CallTally } from './call-tally.ts';

/** The way to a subgraph behind its circuit, in this process and over HTTP alike. */
export interface GuardedEndpoint extends SubgraphEndpoint {
  readonly circuit: Circuit;
  readonly tally: CallTally;
}

/** A stream that begins is not counted: it says in its own words when it breaks. */
export function guardedEndpoint(
  name: string,
  endpoint: SubgraphEndpoint,
  circuit: Circuit,
  tally: CallTally,
): GuardedEndpoint {
  return {
    circuit,
    tally,
    execute: (call) => guarded(name, endpoint, circuit, tally, call),
    subscribe: (call) => endpoint.subscribe(call),
  };
}

function guarded(
  name: string,
  endpoint: SubgraphEndpoint,
  circuit: Circuit,
  tally: CallTally,
  call: SubgraphCall,
): Promise<SubgraphResult> {
  const attempt = circuit.begin();
  if (!attempt) {
    tally.call('refused');
    const fault = { asked: false, retryAfterMs: circuit.pausedMs };
    return Promise.reject(new SubgraphFault('SUBGRAPH_UNAVAILABLE', `${name} does not answer at the moment`, fault));
  }
  const { signal } = call;
  const settle = (outcome: CallOutcome, counted: string, retryAfterMs?: number): void => {
    signal?.removeEventListener('abort', abandoned);
    attempt.ended(outcome, retryAfterMs);
    tally.call(counted);
  };
  // in one process nothing rejects when the signal aborts: what the caller gave up on is over here, too
  const abandoned = (): void => failed(signal!.reason);
  let over = false;
  const failed = (error: unknown): void => {
    if (over) return;
    over = true;
    const fault = error instanceof SubgraphFault ? error : undefined;
    const code = fault?.code ?? (isTimeout(error) ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE');
    const neutral = code === 'CANCELLED' || code === 'ANSWER_TOO_LARGE' || fault?.hurried === true;
    settle(neutral ? 'neutral' : 'failed', code, fault?.retryAfterMs);
  };
  signal?.addEventListener('abort', abandoned, { once: true });
  return endpoint.execute(call).then(
    (result) => {
      const fault = isResult(result) ? undefined : noResponse(name);
      if (fault) {
        failed(fault);
        throw fault;
      }
      if (!over) settle('ok', 'ok');
      over = true;
      return result;
    },
    (error: unknown) => {
      failed(error);
      throw error;
    },
  );
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

function noResponse(name: string): SubgraphFault {
  return new SubgraphFault('SUBGRAPH_INVALID', `${name} gave no GraphQL response`);
}

function isResult(result: unknown): result is SubgraphResult {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return false;
  const { data, errors } = result as SubgraphResult;
  if (data === undefined && !errors) return false;
  return (
    (data === undefined || (typeof data === 'object' && !Array.isArray(data))) &&
    (errors === undefined || errors === null || (Array.isArray(errors) && errors.every(isError)))
  );
}

function isError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && typeof (error as { message?: unknown }).message === 'string';
}
