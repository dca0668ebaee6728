import type { Caller } from './caller.ts';

/** Nobody waits for the answer any more: the work was not begun, or was rolled back. */
export class DeadlinePassed extends Error {
  /** Told to clients, and what is left of this class where a library wraps it. */
  readonly code = 'DEADLINE_PASSED';
  constructor() {
    super('The time for this answer was over.');
  }
}

/** By the wall clock, as the deadline was sealed: the machines of a deployment keep one time. */
export function isLate({ deadline }: Pick<Caller, 'deadline'>): boolean {
  return Date.now() >= deadline;
}
