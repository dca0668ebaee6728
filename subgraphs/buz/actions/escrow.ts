import { newId } from '#kernel/id';
import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Transaction } from '#chassis/mount/scope';
import { investedOf, ventureOf, walletOf } from '../domain/account.ts';
import type { Leg, TransferType } from '../domain/command.ts';
import { legalGateClosed, walletUnknown } from '../domain/refusals.ts';
import { TRANSFER_RULES } from '../domain/transfer-rules.ts';
import { readDocuments } from '../storage/token-documents.store.ts';
import { insertVentureAccount } from '../storage/accounts.store.ts';
import { settleOne } from './settle.ts';

/** What is in escrow, and what for. */
export interface Escrow {
  readonly type: Extract<TransferType, 'INVESTMENT' | 'CONVERSION'>;
  readonly ownerId: string;
  readonly amount: bigint;
  readonly subject: { readonly type: string; readonly id: string };
}

type Step = 'OPEN' | 'PAY' | 'RETURN';

/** Wallet -> invested. The token documents have to be in force. */
export async function openEscrow(tx: Transaction, escrow: Escrow, now: Date): Promise<Refusal | null> {
  const documents = await readDocuments(tx.sql, escrow.ownerId);
  if (!documents) return walletUnknown();
  const missing = TRANSFER_RULES.documents.filter((code) => !documents.includes(code));
  if (missing.length > 0) return legalGateClosed(missing);
  const legs = [leg(walletOf(escrow.ownerId), -escrow.amount), leg(investedOf(escrow.ownerId), escrow.amount)];
  return move(tx, escrow, 'OPEN', legs, now);
}

/** Invested -> the venture's account. */
export async function payEscrow(tx: Transaction, escrow: Escrow, ventureId: string, now: Date): Promise<void> {
  await insertVentureAccount(tx.sql, ventureId, now);
  const legs = [leg(investedOf(escrow.ownerId), -escrow.amount), leg(ventureOf(ventureId), escrow.amount)];
  await must(move(tx, escrow, 'PAY', legs, now));
}

/** Invested -> wallet. */
export async function returnEscrow(tx: Transaction, escrow: Escrow, now: Date): Promise<void> {
  const legs = [leg(investedOf(escrow.ownerId), -escrow.amount), leg(walletOf(escrow.ownerId), escrow.amount)];
  await must(move(tx, escrow, 'RETURN', legs, now));
}

async function move(
  tx: Transaction,
  { type, ownerId, subject }: Escrow,
  step: Step,
  legs: readonly Leg[],
  now: Date,
): Promise<Refusal | null> {
  const once = { scope: 'escrow', key: `${subject.id} ${step === 'OPEN' ? 'open' : 'end'}` };
  const outcome = await settleOne(tx, { id: newId(), kind: 'MOVE', type, actorId: ownerId, once, subject, legs }, now);
  return isRefusal(outcome) ? outcome : null;
}

/** What is in escrow can always leave it: a refusal here is a fault. */
async function must(moved: Promise<Refusal | null>): Promise<void> {
  const refused = await moved;
  if (refused) throw new Error(`The escrow did not move: ${refused.message}`);
}

const leg = (account: string, amount: bigint): Leg => ({ account, amount });
