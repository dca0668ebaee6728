import type { Units } from '#kernel/buz';
import { isId, newId } from '#kernel/id';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { refuseStale, type StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope } from '#chassis/mount/scope';
import { walletOf } from '../domain/account.ts';
import type { Send } from '../domain/command.ts';
import { recipientUnknown } from '../domain/refusals.ts';
import type { Outcome } from '../domain/transfer.ts';
import type { BuzPorts } from '../outside/ports.ts';

export interface TransferAsked {
  readonly toUserId: string;
  readonly amount: Units;
  readonly memo?: string | null;
  readonly idempotencyKey: string;
}

/** What the sender sees of a transfer; the same again under the same key. */
export interface TransferSettled {
  readonly transferId: string;
  readonly toUserId: string;
  readonly amount: Units;
  readonly fee: Units;
  readonly memo: string | null;
  readonly occurredAt: Date;
  /** What the sender had left directly after it. */
  readonly balanceAfter: Units;
}

type Answer = TransferSettled | Refusal;

/** Sends BUZ to another person. A refusal remembers nothing: after its cause is mended the same key works. */
export async function transferBuz(scope: Scope<BuzPorts>, asked: TransferAsked): Promise<Answer> {
  const answers = await transferBuzBatch(scope, [asked]);
  return isRefusal(answers) ? answers : answers[0]!;
}

/** As `transferBuz` for up to 100 transfers, in their order and in one commit; each has its own answer, and a refused one touches no other. */
export async function transferBuzBatch(
  scope: Scope<BuzPorts>,
  asked: readonly TransferAsked[],
): Promise<Answer[] | StepUpRefusal> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  const { userId } = scope.caller;
  if (userId === null) throw new Error('This action is for signed-in users.');
  const commands = asked.filter(({ toUserId }) => isId(toUserId)).map((one) => commandOf(userId, one));
  const outcomes = commands.length > 0 ? await scope.ports.lane.settle(commands, scope.caller) : [];
  let next = 0;
  return asked.map((one) => (isId(one.toUserId) ? seenBy(userId, one, outcomes[next++]!) : recipientUnknown()));
}

function commandOf(from: string, { toUserId, amount, memo, idempotencyKey }: TransferAsked): Send {
  return {
    kind: 'SEND',
    id: newId(),
    type: 'TRANSFER',
    actorId: from,
    once: { scope: from, key: idempotencyKey },
    from,
    to: toUserId,
    amount,
    ...(memo != null && memo !== '' && { memo }),
  };
}

function seenBy(userId: string, { toUserId }: TransferAsked, outcome: Outcome): Answer {
  if (isRefusal(outcome)) return outcome;
  const { transfer, entries } = outcome;
  const payer = entries.find(({ account }) => account === walletOf(userId))!;
  return {
    transferId: transfer.id,
    toUserId,
    amount: transfer.amount,
    fee: transfer.fee,
    memo: transfer.memo,
    occurredAt: transfer.occurredAt,
    balanceAfter: payer.balanceAfter,
  };
}
