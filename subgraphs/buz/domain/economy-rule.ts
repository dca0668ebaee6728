import type { Units } from '#kernel/buz';

/** PRICE: what an act costs. REWARD: what an act earns. EMISSION: what all rewards of one business day may come to. */
export type RuleKind = 'PRICE' | 'REWARD' | 'EMISSION';

/** Where a version comes from. Nobody edits one: whoever may decide adds the next. */
export type RuleOrigin = 'SEED' | 'FOUR_EYES' | 'GOVERNANCE';

/** One version of a figure of the economy; never changed once written. */
export interface EconomyRule {
  readonly id: string;
  readonly kind: RuleKind;
  /** `VENTURE_CREATE`, `WELCOME`. */
  readonly code: string;
  /** 1, 2, 3 ... per (kind, code). */
  readonly version: number;
  /** 0 is free, or pays nothing. */
  readonly amount: Units;
  readonly category: string;
  /** Rewards only: how many days there are to claim it; null pays into the wallet at once. */
  readonly claimDays: number | null;
  readonly effectiveFrom: Date;
  /** Exclusive; null until a later version takes over. */
  readonly effectiveUntil: Date | null;
  readonly origin: RuleOrigin;
  readonly because: string;
}

/**
 * The version that holds at an instant: of those whose time it is, the one that began last (the higher version of two that began together). A
 * version that ends gives way to the one before it, so a limited offer needs no second change to end.
 */
export function inForce<Rule extends EconomyRule>(versions: readonly Rule[], at: Date): Rule | null {
  return versions.filter((rule) => holds(rule, at)).reduce<Rule | null>(later, null);
}

/** The first instant after `at` from which another version holds, or none; null when nothing is scheduled. */
export function changesAt(versions: readonly EconomyRule[], at: Date): Date | null {
  const now = inForce(versions, at)?.id;
  const instants = versions
    .flatMap(({ effectiveFrom, effectiveUntil }) => [effectiveFrom, effectiveUntil])
    .filter((instant): instant is Date => instant !== null && instant > at)
    .sort((a, b) => a.getTime() - b.getTime());
  return instants.find((instant) => inForce(versions, instant)?.id !== now) ?? null;
}

function holds({ effectiveFrom, effectiveUntil }: EconomyRule, at: Date): boolean {
  return effectiveFrom <= at && (effectiveUntil === null || at < effectiveUntil);
}

function later<Rule extends EconomyRule>(one: Rule | null, other: Rule): Rule {
  if (!one) return other;
  const ahead = other.effectiveFrom.getTime() - one.effectiveFrom.getTime();
  return ahead > 0 || (ahead === 0 && other.version > one.version) ? other : one;
}
