import { refusal, type Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { insertAdminLog } from '../storage/admin-log.store.ts';

/** What every act of administration says. Everything but the key is part of the question; amounts as decimal strings. */
export interface Administration {
  readonly reason: string;
  readonly idempotencyKey: string;
  readonly [field: string]: string | null;
}

/** One act of administration under its parties' eyes: who does it, in which transaction, and how it is written down. */
export interface Administering {
  readonly tx: Transaction;
  readonly adminId: string;
  /** Into the append-only log, in the transaction of the act. */
  record(act: string, subject: { type: string; id: string }, detail?: Readonly<Record<string, unknown>>): Promise<void>;
}

/**
 * Runs an act of administration once under its key, in one transaction: fresh authentication and the permission are asked here, so that no way
 * around the edge leads past them. The answer is a JSON object.
 */
export async function administer<Answer extends object>(
  scope: Scope,
  operation: string,
  permission: string,
  { idempotencyKey, ...body }: Administration,
  work: (by: Administering) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  const { userId, permissions } = scope.caller;
  if (!userId || !permissions.includes(permission))
    return refusal('Forbidden', `This takes the permission ${permission}.`);
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  return scope.transact((tx) =>
    answerOnce<Answer>(tx.sql, { actorId: userId, key: idempotencyKey, operation, body }, () =>
      work({
        tx,
        adminId: userId,
        record: (act, subject, detail = {}) =>
          insertAdminLog(tx.sql, {
            at: scope.clock.now(),
            adminId: userId,
            act,
            subjectType: subject.type,
            subjectId: subject.id,
            reason: body.reason,
            detail,
            requestId: scope.caller.requestId,
          }),
      }),
    ),
  );
}
