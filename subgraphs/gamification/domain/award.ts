import { levelAt, type Ladder } from './level.ts';

/** What has to hold besides the caps. */
export interface XpCondition {
  /** One award per subject for ever: a document, a team, an idea. */
  readonly oncePerSubject?: true;
  /** One award per other person, a day or for ever. */
  readonly oncePerCounterpart?: 'DAY' | 'EVER';
  /** Only from this level on. */
  readonly fromLevel?: string;
}

/** What one activity is worth and how often, in the version that was in force when it happened; a row of `xp_rule_version`. */
export interface XpRule {
  readonly activity: string;
  readonly version: number;
  readonly xp: number;
  /** Awards per user and business day (UTC), or null for no cap. */
  readonly dailyCap: number | null;
  /** Awards per user for ever, or null for no cap. */
  readonly lifetimeCap: number | null;
  /** Business time between two awards, or null. */
  readonly cooldownSeconds: number | null;
  /** The share of the first, second ... award of a day in basis points, the last one for all that follow; empty: always the whole. */
  readonly diminishingBp: readonly number[];
  readonly condition: XpCondition;
}

/** What the player already has of this activity and was not taken back: only awards that stand count against a cap. */
export interface PriorAwards {
  readonly thisDay: number;
  readonly ever: number;
  /** One lies nearer than the cooldown. */
  readonly cooling: boolean;
  readonly sameSubject: boolean;
  readonly sameCounterpartThisDay: boolean;
  readonly sameCounterpart: boolean;
}

export type Because = 'LIFETIME_CAP' | 'DAILY_CAP' | 'COOLDOWN' | 'SAME_SUBJECT' | 'SAME_COUNTERPART' | 'LEVEL';

export interface Multipliers {
  /** Of the level held before the award. */
  readonly multiplierBp: number;
  readonly streakBp: number;
  readonly diminishingBp: number;
}

export type AwardDecision =
  | ({ readonly awarded: true; readonly amount: number } & Multipliers)
  | { readonly awarded: false; readonly because: Because };

const WHOLE_BP = 10_000;

/** Thirty days are asked first: they are seven, too. */
export function streakMultiplierBp(days: number): number {
  if (days >= 30) return 15_000;
  return days >= 7 ? 12_000 : WHOLE_BP;
}

/** floor(base x level x streak x diminishing), multipliers in basis points; the level is that held before the award. */
export function decideAward(
  rule: XpRule,
  prior: PriorAwards,
  ladder: Ladder,
  player: { readonly xp: number; readonly streakDays: number },
): AwardDecision {
  const because = refusesAward(rule, prior, ladder, player.xp);
  if (because) return { awarded: false, because };
  const multiplierBp = levelAt(ladder, player.xp).multiplierBp;
  const streakBp = streakMultiplierBp(player.streakDays);
  const diminishingBp = rule.diminishingBp[Math.min(prior.thisDay, rule.diminishingBp.length - 1)] ?? WHOLE_BP;
  // the product of three multipliers outgrows what a number holds exactly
  const product = BigInt(rule.xp) * BigInt(multiplierBp) * BigInt(streakBp) * BigInt(diminishingBp);
  return { awarded: true, amount: Number(product / BigInt(WHOLE_BP) ** 3n), multiplierBp, streakBp, diminishingBp };
}

function refusesAward(rule: XpRule, prior: PriorAwards, ladder: Ladder, xp: number): Because | null {
  const { oncePerSubject, oncePerCounterpart, fromLevel } = rule.condition;
  const from = ladder.find(({ name }) => name === fromLevel);
  if (from && xp < from.xpFrom) return 'LEVEL';
  if (rule.lifetimeCap !== null && prior.ever >= rule.lifetimeCap) return 'LIFETIME_CAP';
  if (rule.dailyCap !== null && prior.thisDay >= rule.dailyCap) return 'DAILY_CAP';
  if (oncePerSubject && prior.sameSubject) return 'SAME_SUBJECT';
  if (oncePerCounterpart === 'EVER' && prior.sameCounterpart) return 'SAME_COUNTERPART';
  if (oncePerCounterpart === 'DAY' && prior.sameCounterpartThisDay) return 'SAME_COUNTERPART';
  return prior.cooling ? 'COOLDOWN' : null;
}

/** What a take-back changes: all of the award, but never more than the player still has, so that XP stays at or above 0. */
export function decideTakeBack(award: { readonly amount: number }, xp: number): number {
  return -Math.min(award.amount, xp);
}

/** Told once each, for ever. */
const MILESTONES = [100, 500, 1_000, 5_000];

/** The milestones between the highest XP so far and the present one. */
export function milestonesReached(highestXp: number, xp: number): number[] {
  return MILESTONES.filter((milestone) => milestone > highestXp && milestone <= xp);
}

/** The business day that a cap counts by: the UTC date, so that no change of one's zone makes a cap begin anew. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
