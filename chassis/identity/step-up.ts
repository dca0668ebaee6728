import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import type { Caller } from './caller.ts';

/** How long a full authentication counts as fresh; wall clock, as everything about tokens. */
export const FRESH_MS = 10 * 60_000;

export type StepUpRefusal = Refusal<'StepUpRequired'> & { readonly mutation: string };

/** Money, signing and roles need a fresh authentication. Asked in the action, so that no way around the edge leads past it. */
export function refuseStale(caller: Caller, nowMs: number = Date.now()): StepUpRefusal | null {
  if (caller.kind === 'system') return null;
  if (caller.freshAuthAt !== null && nowMs - caller.freshAuthAt <= FRESH_MS) return null;
  return refusal('StepUpRequired', 'Authenticate again first, then repeat this.', { mutation: 'stepUp' });
}
