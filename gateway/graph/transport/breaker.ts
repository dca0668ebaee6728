export interface BreakerLimits {
  /** Failures in a row after which nothing is tried for a while. */
  readonly failures: number;
  /** For how long, in ms; then one call is let through to find out. */
  readonly openMs: number;
}

/** Stops asking a subgraph that does not answer, so that its callers fail at once instead of after a timeout each. */
export class Breaker {
  readonly #limits: BreakerLimits;
  #failures = 0;
  #openUntil = 0;

  constructor(limits: BreakerLimits) {
    this.#limits = limits;
  }

  /** Whether a call may be tried now; of the callers that come when the pause is over, the first one tries for all. */
  allows(nowMs: number): boolean {
    if (this.#failures < this.#limits.failures) return true;
    if (nowMs < this.#openUntil) return false;
    this.#openUntil = nowMs + this.#limits.openMs;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(nowMs: number): void {
    this.#failures++;
    if (this.#failures >= this.#limits.failures) this.#openUntil = nowMs + this.#limits.openMs;
  }
}
