import { BUZ, type Units } from '#kernel/buz';

/** One version of the terms of a tier; never changed once written: whoever staked keeps the terms that he was shown. */
export interface StakeTerms {
  readonly tier: string;
  readonly version: number;
  /** Yearly, in basis points, simple. */
  readonly apyBp: number;
  readonly days: number;
  readonly minimum: Units;
  readonly maximum: Units;
  /** What an early exit costs, in basis points of the principal. */
  readonly penaltyBp: number;
  readonly effectiveFrom: Date;
}

/** The terms from genesis on; amounts in minor units. */
export const SEED_TIERS = [
  { tier: 'BRONZE', apyBp: 500, days: 30, minimum: 100n * BUZ, maximum: 10_000n * BUZ },
  { tier: 'SILVER', apyBp: 800, days: 90, minimum: 500n * BUZ, maximum: 50_000n * BUZ },
  { tier: 'GOLD', apyBp: 1_200, days: 180, minimum: 1_000n * BUZ, maximum: 100_000n * BUZ },
  { tier: 'PLATINUM', apyBp: 1_800, days: 365, minimum: 5_000n * BUZ, maximum: 500_000n * BUZ },
] as const;
export const EARLY_EXIT_BP = 1_000;

/** The version of a tier that holds at an instant: of those that have begun, the one that began last; null when there is none. */
export function termsAt(versions: readonly StakeTerms[], tier: string, at: Date): StakeTerms | null {
  const begun = versions.filter((terms) => terms.tier === tier && terms.effectiveFrom <= at);
  return begun.reduce<StakeTerms | null>((latest, terms) => (isLater(terms, latest) ? terms : latest), null);
}

/** Every tier as it holds at an instant, shortest first. */
export function tiersAt(versions: readonly StakeTerms[], at: Date): StakeTerms[] {
  const names = [...new Set(versions.map(({ tier }) => tier))];
  return names.flatMap((tier) => termsAt(versions, tier, at) ?? []).sort((a, b) => a.days - b.days);
}

function isLater(terms: StakeTerms, than: StakeTerms | null): boolean {
  if (!than) return true;
  const ahead = terms.effectiveFrom.getTime() - than.effectiveFrom.getTime();
  return ahead > 0 || (ahead === 0 && terms.version > than.version);
}
