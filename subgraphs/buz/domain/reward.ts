import type { Units } from '#kernel/buz';
import { reserveOf } from './account.ts';

/** Where rewards lie that have to be claimed. */
export const CLAIMABLE = reserveOf('CLAIMABLE');

/**
 * WAITING -> PAID | CLAIMABLE -> CLAIMED | EXPIRED. FORFEITED: the wallet was closed before the reward could be paid.
 * Nothing is taken back when the event behind a reward is undone: it was paid for what was true, it may be spent, and as a reward comes once per
 * (user, rule, subject) earning the same thing again pays nothing more. An administrator can reverse a payout.
 */
export type RewardState = 'WAITING' | 'PAID' | 'CLAIMABLE' | 'CLAIMED' | 'EXPIRED' | 'FORFEITED';

/** What a reward in the queue waits for: the emission of another day, or BUZ in the pool. */
export type RewardWait = 'EMISSION' | 'POOL';

export interface Reward {
  readonly id: string;
  /** The order in which rewards are paid. */
  readonly position: string;
  readonly userId: string;
  readonly code: string;
  /** What it is for; with the rule and the user it makes the reward the only one of its kind. */
  readonly subject: string;
  readonly amount: Units;
  readonly state: RewardState;
  readonly waitsFor: RewardWait | null;
  readonly claimDays: number | null;
  readonly earnedAt: Date;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
}

/** One thing that somebody earned. */
export interface Earning {
  readonly userId: string;
  readonly code: string;
  readonly subject: string;
}

/** What one round of paying came to; `waitsFor` says why the rest of the queue waits, null when there is none. */
export interface Payout {
  readonly paid: number;
  readonly waitsFor: RewardWait | null;
}

/**
 * The rewards at the head of the queue that fit, in order. The first that does not fit ends it: a small reward never overtakes a large one, so
 * nobody waits for ever.
 */
export function fitting<One extends { readonly amount: Units }>(
  queue: readonly One[],
  left: { readonly emission: Units; readonly pool: Units },
): { readonly fits: readonly One[]; readonly waitsFor: RewardWait | null } {
  let sum = 0n;
  for (const [index, { amount }] of queue.entries()) {
    sum += amount;
    if (sum > left.emission) return { fits: queue.slice(0, index), waitsFor: 'EMISSION' };
    if (sum > left.pool) return { fits: queue.slice(0, index), waitsFor: 'POOL' };
  }
  return { fits: queue, waitsFor: null };
}

/** The UTC calendar day of an instant: `2026-01-31`. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export function claimableUntil(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}
