import type { Units } from '#kernel/buz';
import type { ChargeRequest, ChargeState } from '#kernel/charge';
import { HOLD_MINUTES } from '#kernel/charge';
import type { EconomyRule } from './economy-rule.ts';

/** Why a charge was refused. */
export type ChargeRefusal = 'INSUFFICIENT_BUZ' | 'WALLET_FROZEN' | 'PRICE_UNKNOWN' | 'QUOTE_EXPIRED';

/** What a neighbour asked a payer for, and what became of it. */
export interface Charge extends Omit<ChargeRequest, 'chargeId' | 'quoteId'> {
  readonly id: string;
  /** The neighbour; only its word ends the charge. */
  readonly asker: string;
  readonly state: Exclude<ChargeState, 'AWAITING_CHARGE'>;
  /** The version of the price; null when there was none. */
  readonly ruleId: string | null;
  readonly amount: Units | null;
  /** The pending transfer; null when nothing had to be held: refused, or free. */
  readonly holdId: string | null;
  readonly because: ChargeRefusal | null;
  /** Business time of the asking: prices and quotes are those of then, however late it is heard. */
  readonly askedAt: Date;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
}

interface Asked {
  readonly asker: string;
  readonly request: ChargeRequest;
  readonly askedAt: Date;
}

export function heldCharge(
  { asker, request, askedAt }: Asked,
  price: EconomyRule,
  holdId: string | null,
  now: Date,
): Charge {
  const { chargeId, priceCode, payerId, subject } = request;
  return {
    ...{ id: chargeId, asker, priceCode, payerId, subject, askedAt, holdId },
    state: 'HELD',
    ruleId: price.id,
    amount: price.amount,
    because: null,
    expiresAt: new Date(now.getTime() + HOLD_MINUTES * 60_000),
    endedAt: null,
  };
}

export function refusedCharge(
  { asker, request, askedAt }: Asked,
  price: EconomyRule | null,
  because: ChargeRefusal,
  now: Date,
): Charge {
  const { chargeId, priceCode, payerId, subject } = request;
  return {
    ...{ id: chargeId, asker, priceCode, payerId, subject, askedAt, because },
    state: 'REFUSED',
    ruleId: price?.id ?? null,
    amount: price?.amount ?? null,
    holdId: null,
    expiresAt: null,
    endedAt: now,
  };
}
