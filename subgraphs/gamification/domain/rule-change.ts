import { refusal, type Refusal } from '#kernel/refusal';
import type { XpCondition } from './award.ts';
import type { Ladder } from './level.ts';

/** What a rule is to be worth from some moment on; what is left out is no cap, no pause, no condition. */
export interface RuleChange {
  readonly activity: string;
  readonly xp: number;
  readonly dailyCap?: number | null;
  readonly lifetimeCap?: number | null;
  readonly cooldownSeconds?: number | null;
  readonly diminishingBp?: readonly number[] | null;
  readonly condition?: XpCondition | null;
  /** The earliest is a minute from now: awards that are under way see one version only. */
  readonly validFrom?: Date | null;
  readonly reason: string;
}

const LEAD_MS = 60_000;
const MOST_SHARES = 20;

const isCount = (value: number | null | undefined): boolean =>
  value === null || value === undefined || (Number.isInteger(value) && value >= 1 && value <= 1_000_000_000);

/** From when a change holds, or why it cannot be: versions follow each other, and none begins in the past. */
export function decideRuleChange(
  change: RuleChange,
  lastValidFrom: Date,
  ladder: Ladder,
  now: Date,
): { readonly validFrom: Date } | Refusal<'XpRuleInvalid'> {
  const earliest = new Date(Math.max(now.getTime() + LEAD_MS, lastValidFrom.getTime() + 1));
  const validFrom = change.validFrom ?? earliest;
  const shares = change.diminishingBp ?? [];
  const issues = [
    Number.isInteger(change.xp) && change.xp >= 0 && change.xp <= 100_000
      ? null
      : 'XP is a whole number from 0 to 100,000.',
    isCount(change.dailyCap) ? null : 'A daily cap is at least 1.',
    isCount(change.lifetimeCap) ? null : 'A lifetime cap is at least 1.',
    isCount(change.cooldownSeconds) ? null : 'A cooldown is at least a second.',
    shares.length <= MOST_SHARES && shares.every((share) => Number.isInteger(share) && share >= 0 && share <= 10_000)
      ? null
      : `Shares are 0 to 10,000 basis points, ${MOST_SHARES} at most.`,
    !change.condition?.fromLevel || ladder.some(({ name }) => name === change.condition!.fromLevel)
      ? null
      : `There is no level ${change.condition.fromLevel}.`,
    validFrom >= earliest ? null : `The earliest moment is ${earliest.toISOString()}.`,
  ].filter((issue) => issue !== null);
  if (issues.length > 0) return refusal('XpRuleInvalid', issues.join(' '), { earliest });
  return { validFrom };
}
