import { decimalOf } from '#kernel/buz';
import type { ChargeRequest } from '#kernel/charge';
import { newId } from '#kernel/id';
import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { chargeHeld, chargeRefused } from '#chassis/charge/charge-events';
import { heldCharge, refusedCharge, type Charge, type ChargeRefusal } from '../domain/charge.ts';
import { isQuoteGood, quoteBinding, type QuoteMark } from '../domain/charge-quote.ts';
import { inForce, type EconomyRule } from '../domain/economy-rule.ts';
import { insertCharge, lockChargeId, readCharge } from '../storage/charges.store.ts';
import { readVersions } from '../storage/economy-rules.store.ts';
import { readWallets } from '../storage/wallets.store.ts';
import { ensureWallet } from './open-wallet.ts';
import { settleOne } from './settle.ts';

export interface HoldCharge {
  /** The neighbour that asks. */
  readonly asker: string;
  readonly request: ChargeRequest;
  /** Business time of the asking: the price is that of then, however late it is heard. */
  readonly askedAt: Date;
}

/**
 * Puts the price in force on hold, or refuses; either is recorded and told, so a refusal is no reason to roll back. What is free is held as
 * nothing: the same states, no transfer. A second word about the same charge changes nothing and answers null.
 */
export async function holdCharge(scope: Scope, asked: HoldCharge): Promise<Charge | null> {
  const { request, askedAt } = asked;
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    await lockChargeId(tx.sql, request.chargeId);
    if (await readCharge(tx.sql, request.chargeId)) return null;
    await ensureWallet(tx, request.payerId, now);
    const price = inForce(await readVersions(tx.sql, 'PRICE', [request.priceCode]), askedAt);
    if (!price) return refuse(tx, asked, null, 'PRICE_UNKNOWN', now);
    if (request.quoteId && !isQuoteGood(markOf(scope, request), price, askedAt)) {
      return refuse(tx, asked, price, 'QUOTE_EXPIRED', now);
    }
    return hold(tx, asked, price, now);
  });
}

async function hold(tx: Transaction, asked: HoldCharge, price: EconomyRule, now: Date): Promise<Charge> {
  const { chargeId, payerId, priceCode, subject } = asked.request;
  const holdId = price.amount > 0n ? newId() : null;
  const charge = heldCharge(asked, price, holdId, now);
  if (holdId) {
    const outcome = await settleOne(
      tx,
      {
        ...{ kind: 'HOLD', type: 'PURCHASE', id: holdId, actorId: payerId, from: payerId, amount: price.amount },
        once: { scope: 'charge', key: chargeId },
        expiresAt: charge.expiresAt,
        subject,
        memo: priceCode,
      },
      now,
    );
    if (isRefusal(outcome)) return refuse(tx, asked, price, reasonOf(outcome), now);
  }
  await insertCharge(tx.sql, charge);
  await tx.tell(chargeHeld, chargeId, { chargeId, amount: decimalOf(price.amount) });
  return charge;
}

async function refuse(
  tx: Transaction,
  asked: HoldCharge,
  price: EconomyRule | null,
  because: ChargeRefusal,
  now: Date,
): Promise<Charge> {
  const { chargeId, payerId } = asked.request;
  const charge = refusedCharge(asked, price, because, now);
  await insertCharge(tx.sql, charge);
  const available = (await readWallets(tx.em, [payerId])).get(payerId)?.available ?? 0n;
  await tx.tell(chargeRefused, chargeId, {
    chargeId,
    needed: decimalOf(price?.amount ?? 0n),
    available: decimalOf(available),
    because,
  });
  return charge;
}

/** @throws on a refusal that no payer can cause: that is a fault of this code, and the word is tried again. */
function reasonOf(refused: Refusal): ChargeRefusal {
  if (refused.name === 'InsufficientBuz') return 'INSUFFICIENT_BUZ';
  // a closed wallet takes part in nothing either
  if (refused.name === 'BuzWalletFrozen' || refused.name === 'BuzRecipientUnknown') return 'WALLET_FROZEN';
  throw new Error(`A hold was refused: ${refused.message}`);
}

function markOf(scope: Scope, { quoteId, priceCode, payerId }: ChargeRequest): QuoteMark | null {
  try {
    const [ruleId, expiresAt] = scope.cursors.decode(quoteBinding(priceCode, payerId), quoteId!);
    return { ruleId: String(ruleId), expiresAt: Number(expiresAt) };
  } catch {
    return null; // nobody was given this quote for this price: it is as good as an expired one
  }
}
