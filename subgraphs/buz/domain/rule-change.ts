import type { Units } from '#kernel/buz';
import { BUZ } from '#kernel/buz';
import { refusal, type Refusal } from '#kernel/refusal';
import { inForce, type EconomyRule, type RuleKind } from './economy-rule.ts';

/** The next version of a figure. What is left out stays as it is in the latest version. */
export interface RuleChange {
  readonly code: string;
  readonly amount: Units;
  /** A decision that comes later than this takes effect when it comes. */
  readonly effectiveFrom: Date;
  /** Exclusive; then the version before holds again. */
  readonly effectiveUntil?: Date | null;
  /** For a code that has no version yet. */
  readonly category?: string | null;
  readonly claimDays?: number | null;
  readonly because: string;
}

/** Who decided it: a proposal that was passed, or two administrators. `id` is the proposal or the request: one decision, one version. */
export type DecidedBy =
  | { readonly kind: 'GOVERNANCE'; readonly id: string }
  | { readonly kind: 'FOUR_EYES'; readonly id: string; readonly proposedBy: string; readonly approvedBy: string };

/** No single price or reward is more than this; 100,000 is the most that anybody is ever granted (DOMAIN 9.4). */
const MAXIMUM = 100_000n * BUZ;

/** What a change has to fit to. */
export interface Surroundings {
  /** All versions of the code, oldest first. */
  readonly versions: readonly EconomyRule[];
  /** What all rewards of a day may come to now. */
  readonly emission: Units;
  /** The most that one reward pays now. */
  readonly largestReward: Units;
}

/** What stands against a change now; null when nothing does. Asked when it is proposed, and again when it is decided. */
export function refuseChange(
  kind: RuleKind,
  change: RuleChange,
  { versions, emission, largestReward }: Surroundings,
  now: Date,
): Refusal | null {
  if (!/^[A-Z][A-Z0-9_]{2,60}$/.test(change.code)) return invalid('code', 'A code is 3 to 61 capitals, digits and _.');
  if (versions.length === 0 && !change.category) {
    return refusal('BuzRuleUnknown', `There is no ${kind.toLowerCase()} ${change.code}; a new one needs a category.`);
  }
  if (kind !== 'EMISSION' && change.amount > MAXIMUM) return invalid('amount', 'At most 100000 BUZ.');
  if (kind === 'REWARD' && change.amount > emission) {
    // it would wait for ever, and everything behind it
    return invalid('amount', 'More than all rewards of one day may come to.');
  }
  if (kind === 'EMISSION' && change.amount < largestReward) {
    return invalid('amount', 'Less than a single reward may pay: that would wait for ever.');
  }
  const { effectiveUntil } = change;
  if (effectiveUntil && effectiveUntil <= startOf(change, now))
    return invalid('effectiveUntil', 'It ends before it begins.');
  if (change.claimDays != null && kind !== 'REWARD') return invalid('claimDays', 'Only rewards are claimed.');
  if (change.claimDays != null && (change.claimDays < 1 || change.claimDays > 3650))
    return invalid('claimDays', '1 to 3650.');
  if (inForce(versions, now)?.amount === change.amount && !effectiveUntil && change.claimDays === undefined) {
    return invalid('amount', 'That is what it is now.');
  }
  return null;
}

/** When a change takes effect if it is decided now. */
export function startOf({ effectiveFrom }: RuleChange, now: Date): Date {
  return effectiveFrom > now ? effectiveFrom : now;
}

const invalid = (field: string, message: string): Refusal => refusal('BuzRuleInvalid', message, { field });
