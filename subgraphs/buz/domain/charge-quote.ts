import type { Units } from '#kernel/buz';
import { changesAt, inForce, type EconomyRule } from './economy-rule.ts';

/** How long a quote is good for, in business time; a change of the price ends it earlier. */
const QUOTE_MINUTES = 15;

/** What something costs somebody now. */
export interface ChargeQuote {
  readonly rule: EconomyRule;
  readonly available: Units;
  readonly affordable: boolean;
  readonly expiresAt: Date;
}

/** What a quote's id says; signed, so that nothing has to be kept for it. */
export interface QuoteMark {
  readonly ruleId: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** Null when the code has no price at that time. */
export function quoteOf(versions: readonly EconomyRule[], available: Units, now: Date): ChargeQuote | null {
  const rule = inForce(versions, now);
  if (!rule) return null;
  const latest = now.getTime() + QUOTE_MINUTES * 60_000;
  const change = changesAt(versions, now);
  return {
    rule,
    available,
    affordable: available >= rule.amount,
    expiresAt: new Date(change ? Math.min(latest, change.getTime()) : latest),
  };
}

/** Whether a quote still says what the thing costs; a change that was scheduled after it was given ends it too. */
export function isQuoteGood(mark: QuoteMark | null, price: EconomyRule, at: Date): boolean {
  return mark !== null && mark.ruleId === price.id && at.getTime() < mark.expiresAt;
}

/** What the id of a quote is bound to: nobody can use another's, or that of another price. */
export function quoteBinding(priceCode: string, payerId: string) {
  return { list: 'chargeQuote', filter: priceCode, userId: payerId };
}

export function quoteIdParts({ rule, expiresAt }: ChargeQuote): [string, number] {
  return [rule.id, expiresAt.getTime()];
}
