import { decimalOf, unitsOf, type Units } from '#kernel/buz';
import { isId, newId } from '#kernel/id';
import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { poolOf, walletOf, type Pool } from '../domain/account.ts';
import { refuseGrant, refuseOwnWallet } from '../domain/administration.ts';
import type { Move } from '../domain/command.ts';
import { recipientUnknown } from '../domain/refusals.ts';
import { lockWallet } from '../storage/standing.store.ts';
import type { ActKind } from './act-kind.ts';
import { administer } from './administer.ts';
import { needsSecond } from './needs-second.ts';
import { proposeAct } from './propose-act.ts';
import { settleOne } from './settle.ts';

interface Grant {
  readonly pool: Pool;
  readonly userId: string;
  /** BUZ as a decimal string. */
  readonly amount: string;
}

/** Either it happened, or it waits for somebody else. */
export type Administered = { readonly transferId: string | null; readonly actId: string | null };

/** A grant above what one administrator may move alone. */
export const grantAct: ActKind<Grant> = {
  kind: 'GRANT',
  permission: 'buz.admin',
  async execute(tx, { id, body, reason, approverId }, now) {
    const refused = refuseOwnWallet(approverId, [body.userId]);
    if (refused) return refused;
    return give(tx, body, { actorId: approverId, memo: reason, once: { scope: 'act', key: id } }, now);
  },
};

/** Gives BUZ out of a pool to somebody: at once while all that this administrator moves alone within a day is at most 10,000 BUZ, else as a proposal. */
export async function grantBuz(
  scope: Scope,
  input: {
    readonly pool: Pool;
    readonly userId: string;
    readonly amount: Units;
    readonly reason: string;
    readonly idempotencyKey: string;
  },
): Promise<Administered | Refusal> {
  const refused = refuseGrant(input.amount);
  if (refused) return refused;
  const { pool, userId, reason } = input;
  const grant = { pool, userId, amount: decimalOf(input.amount) };
  const now = scope.clock.now();
  return administer(
    scope,
    'grantBuz',
    'buz.admin',
    { ...grant, reason, idempotencyKey: input.idempotencyKey },
    async (by) => {
      const own = refuseOwnWallet(by.adminId, [userId]);
      if (own) return own;
      if (!isId(userId)) return recipientUnknown();
      if (await needsSecond(by, input.amount, now)) {
        if ((await lockWallet(by.tx.sql, userId))?.status !== 'ACTIVE') return recipientUnknown();
        const summary = `${grant.amount} BUZ out of ${pool} to ${userId}`;
        return { transferId: null, actId: await proposeAct(by, grantAct, { body: grant, summary, reason }, now) };
      }
      const once = { scope: by.adminId, key: input.idempotencyKey };
      const given = await give(by.tx, grant, { actorId: by.adminId, memo: reason, once }, now);
      if (isRefusal(given)) return given;
      await by.record('GRANT_DONE', { type: 'WALLET', id: userId }, { ...grant, transferId: given.subjectId });
      return { transferId: given.subjectId, actId: null };
    },
  );
}

async function give(
  tx: Transaction,
  { pool, userId, amount }: Grant,
  facts: Pick<Move, 'actorId' | 'memo' | 'once'>,
  now: Date,
): Promise<{ subjectId: string } | Refusal> {
  const units = unitsOf(amount)!;
  const legs = [
    { account: poolOf(pool), amount: -units },
    { account: walletOf(userId), amount: units },
  ];
  const outcome = await settleOne(tx, { kind: 'MOVE', type: 'GRANT', id: newId(), legs, ...facts }, now);
  return isRefusal(outcome) ? outcome : { subjectId: outcome.transfer.id };
}
