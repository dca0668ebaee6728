import { randomInt } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { refuse } from '../guard/refusals.ts';

export interface AdmissionLimits {
  /** Operations that run at once in this process, subscriptions that wait for events not counted. */
  readonly places: number;
  /** So many of them at most are one caller's. */
  readonly placesPerCaller: number;
  /** Nothing new begins while the process is later than this with everything it does, in ms. */
  readonly loopDelayMs: number;
}

export type ShedReason = 'places' | 'caller' | 'delay';

/** However late the process is, so many operations are let in: it must find out that it is better. */
const ALWAYS = 8;
const LONGEST_WAIT_S = 3;

/**
 * Who may begin. What is too much is refused before anything of it has begun, which costs next to nothing; what has begun is never broken
 * off for this reason. One caller cannot take the places of all.
 */
export class Admission {
  readonly shed = new Map<ShedReason, number>();
  readonly #limits: AdmissionLimits;
  readonly #loop: { readonly delayMs: number };
  readonly #perCaller = new Map<string, number>();
  #taken = 0;

  constructor(limits: AdmissionLimits, loop: { readonly delayMs: number }) {
    this.#limits = limits;
    this.#loop = loop;
  }

  /** Operations that run now. */
  get taken(): number {
    return this.#taken;
  }

  /** Asked first of all, while nothing of the request has been read. */
  refusal(): GraphQLError | undefined {
    if (this.#taken >= this.#limits.places) return this.#refuse('places');
    if (this.#taken >= ALWAYS && this.#loop.delayMs > this.#limits.loopDelayMs) return this.#refuse('delay');
    return undefined;
  }

  /** Takes a place for an operation of `caller` (a user, or an address); the answer gives it back. */
  enter(caller: string): (() => void) | GraphQLError {
    const refused = this.refusal();
    if (refused) return refused;
    const own = this.#perCaller.get(caller) ?? 0;
    if (own >= this.#limits.placesPerCaller) return this.#refuse('caller');
    this.#taken++;
    this.#perCaller.set(caller, own + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#taken--;
      const rest = this.#perCaller.get(caller)! - 1;
      if (rest > 0) this.#perCaller.set(caller, rest);
      else this.#perCaller.delete(caller);
    };
  }

  #refuse(why: ShedReason): GraphQLError {
    this.shed.set(why, (this.shed.get(why) ?? 0) + 1);
    const retryAfter = 1 + randomInt(LONGEST_WAIT_S); // not all of them in the same second
    const message =
      why === 'caller'
        ? `Too many of your operations run at once: try again in ${retryAfter} s.`
        : `There is more to do than can be done right now: try again in ${retryAfter} s.`;
    return refuse('OVERLOADED', message, { retryAfter });
  }
}
