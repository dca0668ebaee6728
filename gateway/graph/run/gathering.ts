import type { BatchGroup, Step } from '../plan/plan.ts';

/** How long a fetch that is ready waits for others that can share its request, in ms. */
export interface Waits {
  /** When later fetches depend on it. */
  readonly windowMs: number;
  /** When none does and the subgraph will be asked again later. Bounded: a slow subgraph elsewhere must not hold up this one's answer. */
  readonly sunkMs: number;
}

export const WAITS: Waits = { windowMs: 2, sunkMs: 50 };

/** The members of one batch group that are ready and have not been sent. */
export class Gathering {
  readonly #group: BatchGroup;
  readonly #waits: Waits;
  readonly #send: (group: BatchGroup, steps: readonly Step[]) => void;
  #missing: number;
  #ready: Step[] = [];
  #timer: NodeJS.Timeout | undefined;
  #timerMs = 0;

  constructor(group: BatchGroup, waits: Waits, send: (group: BatchGroup, steps: readonly Step[]) => void) {
    this.#group = group;
    this.#waits = waits;
    this.#send = send;
    this.#missing = group.steps.length;
  }

  /** Sends when every member is ready; the most impatient of those that are ready decides how long the others are waited for. */
  add(step: Step): void {
    this.#ready.push(step);
    if (--this.#missing === 0) return this.#flush();
    const waitMs = step.level < this.#group.level ? this.#waits.sunkMs : this.#waits.windowMs;
    if (this.#timer !== undefined && this.#timerMs <= waitMs) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), waitMs);
    this.#timerMs = waitMs;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const steps = this.#ready;
    this.#ready = [];
    this.#send(this.#group, steps);
  }
}
