import { levelAt, type Ladder } from './level.ts';

/** What one activity is worth and how often; rows of `xp_rule`. */
export interface XpRule {
  readonly activity: string;
  readonly xp: number;
  /** Awards per user and business day (UTC), or null for no cap. */
  readonly dailyCap: number | null;
  /** Awards per user for ever, or null for no cap. */
  readonly lifetimeCap: number | null;
}

/** What the player already has of this activity. */
export interface PriorAwards {
  readonly thisDay: number;
  readonly ever: number;
}

export type AwardDecision =
  | { readonly awarded: true; readonly amount: number; readonly multiplierBp: number }
  | { readonly awarded: false; readonly because: 'DAILY_CAP' | 'LIFETIME_CAP' };

/** floor(base x level multiplier), DOMAIN 8.3; the multiplier is that of the level held before the award. */
export function decideAward(rule: XpRule, prior: PriorAwards, ladder: Ladder, xp: number): AwardDecision {
  if (rule.lifetimeCap !== null && prior.ever >= rule.lifetimeCap) return { awarded: false, because: 'LIFETIME_CAP' };
  if (rule.dailyCap !== null && prior.thisDay >= rule.dailyCap) return { awarded: false, because: 'DAILY_CAP' };
  const { multiplierBp } = levelAt(ladder, xp);
  return { awarded: true, amount: Math.floor((rule.xp * multiplierBp) / 10_000), multiplierBp };
}

/** What a take-back changes: all of the award, but never more than the player still has, so that XP stays at or above 0. */
export function decideTakeBack(award: { readonly amount: number }, xp: number): number {
  return -Math.min(award.amount, xp);
}

/** The business day that a cap counts by: the UTC date. Local days come with streaks. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
