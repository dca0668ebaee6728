import type { Caller } from '#chassis/identity/caller';
import { DeadlinePassed, isLate } from '#chassis/identity/deadline';
import { tookTooLong } from '#chassis/storage/statement-limit';

/** Said before each statement: how long it may take, in ms; undefined for as long as its role may. */
export type StatementTime = () => number | undefined;

/** A statement of a transaction that is nearly over gets this much: most end sooner, and then nothing has to be undone. */
const LEAST_MS = 100;

/** Of reads: what is left until nobody waits, and nothing is asked after that. Undefined for callers who wait for ever. */
export function readTime(caller: Caller, roleMs: number): StatementTime | undefined {
  if (waitsForEver(caller)) return undefined;
  return () => {
    if (isLate(caller)) throw new DeadlinePassed();
    return shorter(caller.deadline - Date.now(), roleMs);
  };
}

/** Of a transaction, which is judged as a whole at its end: it may have something to keep. */
export function writeTime(caller: Caller, roleMs: number): StatementTime | undefined {
  if (waitsForEver(caller)) return undefined;
  return () => shorter(Math.max(caller.deadline - Date.now(), LEAST_MS), roleMs);
}

/** Whether it is because of the caller's deadline that this went wrong. */
export function isOfDeadline(fault: unknown, caller: Caller): boolean {
  if (!(fault instanceof Error)) return false;
  return (fault as Partial<DeadlinePassed>).code === 'DEADLINE_PASSED' || (isLate(caller) && tookTooLong(fault));
}

function shorter(leftMs: number, roleMs: number): number | undefined {
  return leftMs < roleMs ? Math.max(1, Math.ceil(leftMs)) : undefined; // 0 would be no limit at all
}

function waitsForEver({ deadline }: Caller): boolean {
  return deadline === Number.MAX_SAFE_INTEGER;
}
