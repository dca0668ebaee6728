import { decimalOf } from '#kernel/buz';
import { afterStep } from '#kernel/charge';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { chargeEnded } from '#chassis/charge/charge-events';
import { TREASURY } from '../domain/account.ts';
import type { Charge } from '../domain/charge.ts';
import type { Command } from '../domain/command.ts';
import { spent } from '../published/economy.events.ts';
import { endCharges, lockChargeId, lockOverdue, readCharge } from '../storage/charges.store.ts';
import { settle } from './settle.ts';

export interface EndCharge {
  /** Whose word it is: a charge listens to its asker only. */
  readonly asker: string;
  readonly chargeId: string;
  readonly outcome: 'CAPTURE' | 'RELEASE';
}

type Ended = 'CAPTURED' | 'RELEASED';
const AT_ONCE = 100;

/** Captures into the treasury or gives back. A word that comes late, twice or about nothing known changes nothing and answers null. */
export async function endCharge(scope: Scope, { asker, chargeId, outcome }: EndCharge): Promise<Ended | null> {
  return scope.transact(async (tx) => {
    await lockChargeId(tx.sql, chargeId);
    const charge = await readCharge(tx.sql, chargeId);
    if (!charge || charge.asker !== asker) return null;
    const next = afterStep(charge.state, outcome);
    if (next !== 'CAPTURED' && next !== 'RELEASED') return null;
    await end(tx, [charge], next === 'CAPTURED' ? 'POST' : 'VOID', scope.clock.now());
    return next;
  });
}

/** Gives back what was held 15 minutes without a word, set by set, and tells it; answers how many. Run by a schedule, each minute. */
export async function releaseOverdueCharges(scope: Scope): Promise<number> {
  for (let released = 0; ;) {
    const batch = await scope.transact(async (tx) => {
      const now = scope.clock.now();
      const overdue = await lockOverdue(tx.sql, now, AT_ONCE);
      await end(tx, overdue, 'EXPIRE', now);
      return overdue.length;
    });
    released += batch;
    if (batch < AT_ONCE) return released;
  }
}

/** @throws when the ledger does not end a hold that its charge says is open: the two would contradict each other. */
async function end(
  tx: Transaction,
  charges: readonly Charge[],
  by: 'POST' | 'VOID' | 'EXPIRE',
  now: Date,
): Promise<void> {
  if (charges.length === 0) return;
  const outcomes = await settle(
    tx,
    charges.flatMap((charge) => commandOf(charge, by)),
    now,
  );
  const refused = outcomes.find(isRefusal);
  if (refused) throw new Error(`A charge could not be ended: ${refused.message}`);
  const outcome: Ended = by === 'POST' ? 'CAPTURED' : 'RELEASED';
  await endCharges(
    tx.sql,
    charges.map(({ id }) => id),
    outcome,
    now,
  );
  for (const charge of charges) {
    await tx.tell(chargeEnded, charge.id, { chargeId: charge.id, outcome });
  }
  const paid = charges.filter(({ holdId }) => outcome === 'CAPTURED' && holdId);
  await tx.tellFirsts(
    spent,
    paid.map(({ id, payerId, priceCode, amount, subject }) => ({
      aggregateId: id,
      body: { chargeId: id, userId: payerId, priceCode, amount: decimalOf(amount!), subject },
    })),
  );
}

function commandOf({ holdId, payerId, subject, priceCode }: Charge, by: 'POST' | 'VOID' | 'EXPIRE'): Command[] {
  if (!holdId) return [];
  const word = {
    id: newId(),
    type: 'PURCHASE' as const,
    actorId: payerId,
    pendingId: holdId,
    subject,
    memo: priceCode,
  };
  return [by === 'POST' ? { ...word, kind: by, to: TREASURY } : { ...word, kind: by }];
}
