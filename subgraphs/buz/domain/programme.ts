import type { Units } from '#kernel/buz';
import { refusal } from '#kernel/refusal';
import { reserveOf, walletOf, type Address, type Pool } from './account.ts';
import type { Leg } from './command.ts';
import { splitByWeight } from './split.ts';

/**
 * A budget with a ceiling: an account of its own, filled once out of a pool with all that it may ever give. What it gave is what is missing in it.
 */
export interface Programme {
  /** `LAUNCH_2026`. */
  readonly code: string;
  readonly name: string;
  readonly pool: Pool;
  readonly ceiling: Units;
  readonly left: Units;
  readonly openedAt: Date;
  /** Then what was left went back to the pool. */
  readonly closedAt: Date | null;
}

/** Somebody's part of a payout. */
export interface Share {
  readonly userId: string;
  readonly weight: bigint;
}

export const programmeAccount = (code: string): Address => reserveOf(`PROGRAMME_${code}`);

/** The legs of a payout among several; they sum to zero, whoever is named twice gets one leg, and a part of zero none. */
export function payoutLegs(code: string, amount: Units, shares: readonly Share[]): Leg[] {
  const weights = new Map<string, bigint>();
  for (const { userId, weight } of shares) weights.set(userId, (weights.get(userId) ?? 0n) + weight);
  const parts = splitByWeight(amount, [...weights.values()]);
  const received = [...weights.keys()].flatMap((userId, nth) =>
    parts[nth]! > 0n ? [{ account: walletOf(userId), amount: parts[nth]! }] : [],
  );
  return [{ account: programmeAccount(code), amount: -amount }, ...received];
}

export const programmeUnknown = (code: string) =>
  refusal('BuzProgrammeUnknown', `There is no open programme ${code}.`, { programme: code });

export const programmeExists = (code: string) =>
  refusal('BuzProgrammeExists', `There is a programme ${code} already.`, { programme: code });
