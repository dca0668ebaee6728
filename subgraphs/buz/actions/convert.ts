import { decimalOf } from '#kernel/buz';
import { isId, newId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import {
  alreadyEnded,
  equityFor,
  mayEnd,
  refuseConversion,
  type Conversion,
  type ConversionState,
} from '../domain/investment.ts';
import { conversionApproved, conversionEnded, conversionRequested } from '../published/investments.events.ts';
import { insertConversion, lockConversion, moveConversion, shareWindow } from '../storage/conversions.store.ts';
import { openEscrow, payEscrow, returnEscrow, type Escrow } from './escrow.ts';

type Ended = Extract<ConversionState, 'REJECTED' | 'DECLINED' | 'WITHDRAWN'>;
type Answer = { conversionId: string } | Refusal;

/** Puts BUZ into escrow to become equity at the rate of an open window. */
export async function requestConversion(
  scope: Scope,
  input: { windowId: string; amount: bigint; idempotencyKey: string },
): Promise<Answer> {
  const ownerId = scope.caller.userId!;
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  const { windowId, amount, idempotencyKey: key } = input;
  const body = { windowId, amount: String(amount) };
  return scope.transact((tx) =>
    answerOnce(tx.sql, { actorId: ownerId, key, operation: 'requestConversion', body }, async () => {
      const now = scope.clock.now();
      const window = isId(windowId) ? await shareWindow(tx.sql, windowId) : null;
      const refused = refuseConversion(window, amount, now);
      if (refused) return refused;
      const { ventureId, rateBp } = window!;
      const one: Conversion = {
        ...{ id: newId(), windowId, ventureId, ownerId, amount, equityBp: equityFor(amount, rateBp) },
        ...{ state: 'PENDING', because: null, requestedAt: now, endedAt: null },
      };
      await insertConversion(tx.sql, one);
      const unpaid = await openEscrow(tx, escrowOf(one), now);
      if (unpaid) return unpaid;
      const { id: conversionId, equityBp } = one;
      const told = { conversionId, ventureId, userId: ownerId, amount: decimalOf(amount), equityBp };
      await tx.tell(conversionRequested, one.id, told);
      return { conversionId };
    }),
  );
}

/** The owner takes the escrow back as long as no administrator has decided. */
export async function withdrawConversion(scope: Scope, input: { conversionId: string }): Promise<Answer> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  return scope.transact(async (tx) => {
    const one = await lockKnown(tx, input.conversionId);
    if (!one || one.ownerId !== scope.caller.userId) return noConversion();
    if (one.state !== 'PENDING') return alreadyEnded(one.state);
    await giveBack(tx, one, 'WITHDRAWN', null, scope.clock.now());
    return { conversionId: one.id };
  });
}

/** An administrator decides about somebody else's conversion; an approved one waits for the venture. */
export async function decideConversion(
  scope: Scope,
  input: { conversionId: string; approve: boolean; reason: string },
): Promise<Answer> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  const decidedBy = scope.caller.userId!;
  return scope.transact(async (tx) => {
    const one = await lockKnown(tx, input.conversionId);
    if (!one) return noConversion();
    if (one.ownerId === decidedBy) return refusal('Forbidden', 'Nobody decides about a conversion of his own.');
    if (one.state !== 'PENDING') return alreadyEnded(one.state);
    if (!input.approve) {
      await giveBack(tx, one, 'REJECTED', input.reason, scope.clock.now(), decidedBy);
      return { conversionId: one.id };
    }
    await moveConversion(tx.sql, one.id, { state: 'APPROVED', because: input.reason, decidedBy, endedAt: null });
    const { id: conversionId, ventureId, ownerId: userId, equityBp } = one;
    await tx.tell(conversionApproved, one.id, { conversionId, ventureId, userId, equityBp });
    return { conversionId };
  });
}

/** The venture's word on an approved conversion. */
export async function answerConversion(
  scope: Scope,
  answer: { conversionId: string; entered: boolean; because: string | null },
): Promise<void> {
  await scope.transact(async (tx) => {
    const one = await lockConversion(tx.sql, answer.conversionId);
    if (!one || one.state !== 'APPROVED' || !mayEnd(one.state)) return;
    const now = scope.clock.now();
    if (!answer.entered) return giveBack(tx, one, 'DECLINED', answer.because, now);
    await moveConversion(tx.sql, one.id, { state: 'CONVERTED', endedAt: now });
    await payEscrow(tx, escrowOf(one), one.ventureId, now);
    await tellEnded(tx, one, 'CONVERTED');
  });
}

async function lockKnown(tx: Transaction, id: string): Promise<Conversion | null> {
  return isId(id) ? lockConversion(tx.sql, id) : null;
}

async function giveBack(
  tx: Transaction,
  one: Conversion,
  state: Ended,
  because: string | null,
  now: Date,
  decidedBy: string | null = null,
): Promise<void> {
  await moveConversion(tx.sql, one.id, { state, because, decidedBy, endedAt: now });
  await returnEscrow(tx, escrowOf(one), now);
  await tellEnded(tx, one, state);
}

async function tellEnded(tx: Transaction, one: Conversion, outcome: Ended | 'CONVERTED'): Promise<void> {
  const { id: conversionId, ventureId, ownerId: userId } = one;
  await tx.tell(conversionEnded, one.id, { conversionId, ventureId, userId, outcome });
}

const escrowOf = ({ id, ownerId, amount }: Conversion): Escrow => ({
  type: 'CONVERSION',
  ownerId,
  amount,
  subject: { type: 'conversion', id },
});

const noConversion = () => refusal('NotFound', 'There is no such conversion.');
