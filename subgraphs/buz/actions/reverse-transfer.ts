import { decimalOf, unitsOf, type Units } from '#kernel/buz';
import { isId, newId } from '#kernel/id';
import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { refuseOwnWallet, refuseReversal } from '../domain/administration.ts';
import type { Reverse } from '../domain/command.ts';
import type { Booked } from '../domain/transfer.ts';
import { readBooked } from '../storage/page.store.ts';
import type { ActKind } from './act-kind.ts';
import { administer } from './administer.ts';
import type { Administered } from './grant-buz.ts';
import { needsSecond } from './needs-second.ts';
import { proposeAct } from './propose-act.ts';
import { settleOne } from './settle.ts';

interface Reversal {
  readonly transferId: string;
  /** BUZ as a decimal string; null: what is left of it. */
  readonly amount: string | null;
}

/** A reversal above what one administrator may move alone. */
export const reversalAct: ActKind<Reversal> = {
  kind: 'REVERSAL',
  permission: 'buz.admin',
  async execute(tx, { id, body, reason, approverId }, now) {
    const original = (await readBooked(tx.sql, [body.transferId])).get(body.transferId)!;
    const refused = refuseOwnWallet(approverId, ownersOf(original));
    if (refused) return refused;
    return moveBack(tx, body, { actorId: approverId, memo: reason, once: { scope: 'act', key: id } }, now);
  },
};

/** Moves (part of) a transfer back by another one: at once while all that this administrator moves alone within a day is at most 10,000 BUZ, else as a proposal. */
export async function reverseTransfer(
  scope: Scope,
  input: {
    readonly transferId: string;
    readonly amount: Units | null;
    readonly reason: string;
    readonly idempotencyKey: string;
  },
): Promise<Administered | Refusal> {
  const { transferId, reason, idempotencyKey } = input;
  const reversal = { transferId, amount: input.amount === null ? null : decimalOf(input.amount) };
  const now = scope.clock.now();
  return administer(scope, 'reverseTransfer', 'buz.admin', { ...reversal, reason, idempotencyKey }, async (by) => {
    const original = isId(transferId) ? (await readBooked(by.tx.sql, [transferId])).get(transferId) : undefined;
    if (!original) return refusal('NotFound', 'There is no such transfer.');
    const refused = refuseReversal(original.transfer, input.amount) ?? refuseOwnWallet(by.adminId, ownersOf(original));
    if (refused) return refused;
    const amount = input.amount ?? original.transfer.amount;
    if (await needsSecond(by, amount, now)) {
      const summary = `${decimalOf(amount)} BUZ of the transfer ${transferId} back`;
      return { transferId: null, actId: await proposeAct(by, reversalAct, { body: reversal, summary, reason }, now) };
    }
    const once = { scope: by.adminId, key: idempotencyKey };
    const moved = await moveBack(by.tx, reversal, { actorId: by.adminId, memo: reason, once }, now);
    if (isRefusal(moved)) return moved;
    await by.record('REVERSAL_DONE', { type: 'TRANSFER', id: transferId }, { ...reversal, by: moved.subjectId });
    return { transferId: moved.subjectId, actId: null };
  });
}

async function moveBack(
  tx: Transaction,
  { transferId, amount }: Reversal,
  facts: Pick<Reverse, 'actorId' | 'memo' | 'once'>,
  now: Date,
): Promise<{ subjectId: string } | Refusal> {
  const part = amount === null ? {} : { amount: unitsOf(amount)! };
  const command: Reverse = {
    ...{ kind: 'REVERSE', type: 'REVERSAL', id: newId(), reversesId: transferId },
    ...part,
    ...facts,
  };
  const outcome = await settleOne(tx, command, now);
  return isRefusal(outcome) ? outcome : { subjectId: outcome.transfer.id };
}

/** The people whose wallets a transfer changed. */
function ownersOf({ entries }: Booked): string[] {
  return entries.flatMap(({ account }) => (account.startsWith('wallet/') ? [account.slice('wallet/'.length)] : []));
}
