import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { actingUser } from './acting-user.ts';

export interface Act {
  readonly tx: Transaction;
  readonly userId: string;
  readonly now: Date;
}

/** One act of the caller, in one transaction, once per idempotency key: the same input again gets the first answer. */
export async function actOnce<Answer extends object, Input extends { readonly idempotencyKey: string }>(
  scope: Scope,
  operation: string,
  input: Input,
  work: (act: Act) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  const userId = actingUser(scope);
  const { idempotencyKey: key, ...body } = input;
  return scope.transact((tx) =>
    answerOnce<Answer>(tx.sql, { actorId: userId, key, operation, body }, () =>
      work({ tx, userId, now: scope.clock.now() }),
    ),
  );
}
