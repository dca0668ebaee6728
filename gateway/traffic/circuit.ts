import { randomInt } from 'node:crypto';
import { RecentCalls } from './recent-calls.ts';

export interface CircuitLimits {
  /** How far back calls count, in ms. */
  readonly windowMs: number;
  /** With so many calls in the window ... */
  readonly minCalls: number;
  /** ... and this share of them failed, nothing is tried for a while. */
  readonly failureShare: number;
  /** Failures in a row that do the same where little is asked. */
  readonly failuresInRow: number;
  /** The first pause, in ms; it doubles with every probe that fails ... */
  readonly openMs: number;
  /** ... up to this. */
  readonly longestOpenMs: number;
  /** Retries may be this share of the calls in the window ... */
  readonly retryShare: number;
  /** ... and so many more, so that a quiet subgraph has any. */
  readonly retryFloor: number;
}

export const CIRCUIT_LIMITS: CircuitLimits = {
  windowMs: 10_000,
  minCalls: 20,
  failureShare: 0.5,
  failuresInRow: 5,
  openMs: 1_000,
  longestOpenMs: 15_000,
  retryShare: 0.1,
  retryFloor: 5,
};

export type CircuitState = 'closed' | 'half-open' | 'open';
/** `neutral` says nothing about the subgraph: the client went away, or its own question was at fault. */
export type CallOutcome = 'ok' | 'failed' | 'neutral';

/** One call that may be tried; it says how it ended, once. */
export interface Attempt {
  ended(outcome: CallOutcome, retryAfterMs?: number): void;
}

/**
 * Stops asking a subgraph that fails, so that its callers fail at once instead of after a timeout each, and keeps what is asked again
 * from becoming a second load. After a pause one call finds out for all whether it answers again.
 */
export class Circuit {
  readonly #limits: CircuitLimits;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #recent: RecentCalls;
  #state: CircuitState = 'closed';
  #inRow = 0;
  #pauseMs: number;
  #openUntil = 0;
  #probing = false;
  /** Calls that began before the circuit last changed say nothing about it any more. */
  #generation = 0;

  constructor(
    limits: Partial<CircuitLimits> = {},
    now: () => number = () => performance.now(),
    random: () => number = () => randomInt(1_000) / 1_000,
  ) {
    this.#limits = { ...CIRCUIT_LIMITS, ...limits };
    this.#now = now;
    this.#random = random;
    this.#recent = new RecentCalls(this.#limits.windowMs);
    this.#pauseMs = this.#limits.openMs;
  }

  get state(): CircuitState {
    return this.#state === 'open' && this.#now() >= this.#openUntil ? 'half-open' : this.#state;
  }

  /** How long until a call may find out, in ms; 0 when one may now. */
  get pausedMs(): number {
    return this.#state === 'open' ? Math.max(0, this.#openUntil - this.#now()) : 0;
  }

  /** Undefined when nothing may be tried now: of the callers that come when the pause is over, the first one tries for all. */
  begin(): Attempt | undefined {
    if (this.#state !== 'closed') {
      if (this.state === 'open' || this.#probing) return undefined;
      this.#state = 'half-open';
      this.#probing = true;
    }
    const generation = this.#generation;
    let over = false;
    return {
      ended: (outcome, retryAfterMs = 0) => {
        if (over) return;
        over = true;
        if (generation === this.#generation) this.#learn(outcome, retryAfterMs);
      },
    };
  }

  /** Whether one more try is within the budget; counts it when it is. */
  mayRetry(): boolean {
    const now = this.#now();
    const { calls, retries } = this.#recent.sum(now);
    if (retries >= this.#limits.retryFloor + calls * this.#limits.retryShare) return false;
    this.#recent.count('retries', now);
    return true;
  }

  #learn(outcome: CallOutcome, retryAfterMs: number): void {
    if (this.#state === 'half-open') return this.#probed(outcome, retryAfterMs);
    if (outcome === 'neutral') return;
    const now = this.#now();
    this.#recent.count('calls', now);
    if (outcome === 'ok') {
      this.#inRow = 0;
      return;
    }
    this.#recent.count('failures', now);
    this.#inRow++;
    const { minCalls, failureShare, failuresInRow } = this.#limits;
    const { calls, failures } = this.#recent.sum(now);
    if (this.#inRow >= failuresInRow || (calls >= minCalls && failures >= calls * failureShare))
      this.#open(retryAfterMs);
  }

  #probed(outcome: CallOutcome, retryAfterMs: number): void {
    this.#probing = false;
    if (outcome === 'neutral') return; // the next one finds out
    if (outcome === 'failed') {
      this.#pauseMs = Math.min(this.#pauseMs * 2, this.#limits.longestOpenMs);
      return this.#open(retryAfterMs);
    }
    this.#state = 'closed';
    this.#generation++;
    this.#inRow = 0;
    this.#pauseMs = this.#limits.openMs;
    this.#recent.forget();
  }

  /** Spread over a fifth, so that many gateways do not all ask in the same moment. */
  #open(retryAfterMs: number): void {
    const pauseMs = Math.max(this.#pauseMs, Math.min(retryAfterMs, this.#limits.longestOpenMs));
    this.#state = 'open';
    this.#generation++;
    this.#openUntil = this.#now() + pauseMs * (1 + this.#random() / 5);
  }
}
