import type { Units } from '#kernel/buz';

export type EconomyPeriod = 'DAY' | 'WEEK' | 'MONTH' | 'YEAR';

const DAYS: Readonly<Record<EconomyPeriod, number>> = { DAY: 1, WEEK: 7, MONTH: 30, YEAR: 365 };

/** The period that ends now: `from` counts, `to` does not. */
export function windowOf(period: EconomyPeriod, now: Date): { from: Date; to: Date } {
  return { from: new Date(now.getTime() - DAYS[period] * 86_400_000), to: now };
}

/** How much was moved under one code. */
export interface CodeSum {
  readonly code: string;
  readonly amount: Units;
  readonly count: number;
}

/** What the ledger says about a period. */
export interface Movement {
  /** What people sent to others and paid, fees not counted. */
  readonly volume: Units;
  readonly transfers: number;
  readonly fees: Units;
  /** Wallets out of which something was sent, paid, staked or invested. */
  readonly activeWallets: number;
  /** Given by the rewards pool, by rule. */
  readonly emission: readonly CodeSum[];
  /** Paid into the treasury, by price. */
  readonly spending: readonly CodeSum[];
}

/** `part` of `whole` in basis points, floored; null when there is no whole to compare with. */
export function basisPoints(part: bigint, whole: bigint): number | null {
  if (whole <= 0n) return null;
  const bp = (part * 10_000n) / whole;
  return Number(bp > 2_147_483_647n ? 2_147_483_647n : bp);
}
