import type { CallObservation } from '#chassis/mount/endpoint';
import type { SubgraphFaultCode } from './run/fault.ts';
import type { DoubtfulPlan } from './sound/sound-plan.ts';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** A plan was found in the cache, or made. */
export interface Planned {
  readonly kind: OperationKind;
  /** What the client called its operation; undefined for one without a name. */
  readonly operationName: string | undefined;
  readonly ms: number;
  readonly cached: boolean;
}

/** One step of a plan that is about to run. */
export interface RunningStep {
  readonly subgraph: string;
  /** Response keys, and '@' for "every element of the list". */
  readonly path: readonly string[];
  /** The steps that it waits for, by their place in the list. */
  readonly after: readonly number[];
  readonly operation: string;
}

/** A request that a subgraph is about to be asked. */
export interface Fetching {
  readonly subgraph: string;
  readonly kind: OperationKind;
  /** The text that travels; it holds no values of the client's variables. */
  readonly query: string;
  /** How many entities it asks for; 0 for root fields. */
  readonly entities: number;
}

/** `ok`, `errors` (an answer with errors in it), or why there is no answer. */
export type FetchOutcome = 'ok' | 'errors' | SubgraphFaultCode;

/** Follows one fetch. */
export interface FetchObservation extends CallObservation {
  /** W3C traceparent of the span that stands for this fetch; it travels with the sealed caller. */
  readonly trace?: string;
  /** The read could not be delivered and is tried once more. */
  retried(): void;
  ended(outcome: FetchOutcome): void;
}

/** Follows one subscription of a client. */
export interface SubscriptionObservation {
  /** An event was handed to the reader. */
  event(): void;
  /** How many events wait for the reader: told when it changes from or to none, at least. */
  waiting(events: number): void;
  /** `ok`, or the code of what ended it (`SLOW_READER`, `STREAM_BROKEN`, ...). Called once. */
  ended(code: string): void;
}

/**
 * Whoever wants to know what the graph does while it does it. Every method may be missing, is called synchronously on the hot path, must be
 * cheap and must not throw. Without an observer each place costs one branch.
 */
export interface GraphObserver {
  planned?(plan: Planned): void;
  /** Called before the first fetch; the steps are made when they are asked for. */
  running?(steps: () => readonly RunningStep[]): void;
  fetching?(fetch: Fetching): FetchObservation | undefined;
  /** The generated projection gave up and Apollo's own shaping answered. */
  slowPath?(operationName: string | undefined): void;
  /** The planner's plan could not be run as it was: it would have asked a subgraph without what it needs. Once for each plan that is made. */
  doubtful?(plan: DoubtfulPlan): void;
  subscribed?(operationName: string | undefined, subgraph: string): SubscriptionObservation | undefined;
}

/** Tells both; the trace of a fetch is the first one that has any. */
export function both(one: GraphObserver | undefined, other: GraphObserver | undefined): GraphObserver | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    planned(plan) {
      one.planned?.(plan);
      other.planned?.(plan);
    },
    running(steps) {
      one.running?.(steps);
      other.running?.(steps);
    },
    fetching: (fetch) => bothFetches(one.fetching?.(fetch), other.fetching?.(fetch)),
    slowPath(operationName) {
      one.slowPath?.(operationName);
      other.slowPath?.(operationName);
    },
    doubtful(plan) {
      one.doubtful?.(plan);
      other.doubtful?.(plan);
    },
    subscribed: (operationName, subgraph) =>
      bothSubscriptions(one.subscribed?.(operationName, subgraph), other.subscribed?.(operationName, subgraph)),
  };
}

function bothFetches(one: FetchObservation | undefined, other: FetchObservation | undefined) {
  if (one === undefined || other === undefined) return one ?? other;
  const trace = one.trace ?? other.trace;
  return {
    ...(trace !== undefined && { trace }),
    moved(sentBytes: number, receivedBytes: number) {
      one.moved(sentBytes, receivedBytes);
      other.moved(sentBytes, receivedBytes);
    },
    shared() {
      one.shared();
      other.shared();
    },
    retried() {
      one.retried();
      other.retried();
    },
    ended(outcome: FetchOutcome) {
      one.ended(outcome);
      other.ended(outcome);
    },
  };
}

function bothSubscriptions(one: SubscriptionObservation | undefined, other: SubscriptionObservation | undefined) {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    event() {
      one.event();
      other.event();
    },
    waiting(events: number) {
      one.waiting(events);
      other.waiting(events);
    },
    ended(code: string) {
      one.ended(code);
      other.ended(code);
    },
  };
}
