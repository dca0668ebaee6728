import { isId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import type { Decision } from '../domain/suspicion.ts';
import { readFactsById } from '../storage/facts.store.ts';
import { lockPlayer } from '../storage/players.store.ts';
import { decideSuspicion, readSuspicion } from '../storage/suspicions.store.ts';
import { recordAct } from './record-act.ts';
import { takeBackFactIn } from './take-back-fact.ts';

export interface SuspicionReview {
  readonly suspicionId: string;
  readonly decision: Decision;
  /** Facts of the suspicion that are to be taken back; none for a dismissal. */
  readonly factIds: readonly string[];
  readonly reason: string;
  readonly idempotencyKey: string;
}

export interface SuspicionReviewed {
  readonly suspicionId: string;
}

/** A person decides: it was nothing, or the named facts are taken back with everything that followed from them. Once per suspicion. */
export async function reviewSuspicion(scope: Scope, input: SuspicionReview): Promise<SuspicionReviewed | Refusal> {
  const { idempotencyKey: key, ...body } = input;
  const actorId = scope.caller.userId!;
  return scope.transact((tx) =>
    answerOnce(tx.sql, { actorId, key, operation: 'reviewSuspicion', body }, () => decide(scope, tx, input)),
  );
}

async function decide(scope: Scope, tx: Transaction, input: SuspicionReview): Promise<SuspicionReviewed | Refusal> {
  const { suspicionId: id, decision, reason } = input;
  const named = new Set(decision === 'TAKEN_BACK' ? input.factIds : []);
  const facts = (await readFactsById(tx.sql, [...named].filter(isId))).sort((a, b) => (a.userId < b.userId ? -1 : 1));
  // players before the suspicion, in the order of their ids: whoever hears a fact raises suspicions under the player's lock
  for (const userId of new Set(facts.map((fact) => fact.userId))) await lockPlayer(tx.sql, userId);
  const suspicion = isId(id) ? await readSuspicion(tx.sql, id, true) : null;
  if (!suspicion) return refusal('NotFound', 'There is no such suspicion.');
  if (suspicion.decision) return refusal('SuspicionDecided', `It was decided already: ${suspicion.decision}.`);
  const strange = [...named].filter((one) => !suspicion.factIds.includes(one));
  if (strange.length > 0 || (decision === 'TAKEN_BACK') !== named.size > 0) {
    const message = 'Name the facts that are to be taken back, out of those of the suspicion; none to dismiss it.';
    return refusal('SuspicionFactsInvalid', message, { strange });
  }
  const now = scope.clock.now();
  const takenBack: string[] = [];
  for (const fact of facts) {
    if (await takeBackFactIn(tx, now, { factId: fact.id }, now, reason)) takenBack.push(fact.id);
  }
  const by = scope.caller.userId!;
  await decideSuspicion(tx.sql, id, { decision, by, at: now, reason, takenBack });
  const detail = { suspicionId: id, signal: suspicion.signal, decision, takenBack };
  await recordAct(tx, now, { act: 'review-suspicion', actorId: by, subjectId: suspicion.userId, reason, detail });
  return { suspicionId: id };
}
