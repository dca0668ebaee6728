import type { Scope, Transaction } from '#chassis/mount/scope';
import type { NewFact } from '../domain/fact.ts';
import { findStandingFact, readFact } from '../storage/facts.store.ts';
import { playFact, takingBack } from './play-fact.ts';

/** What names a fact: what makes it unique, or its id. */
export type FactName = Pick<NewFact, 'userId' | 'kind' | 'sourceEventId'> | { readonly factId: string };

/**
 * Takes a fact back: the undo is a fact of its own, and every consequence takes back what it did. False when there is no such fact, or when it
 * was taken back before (also by a twin that runs at the same time).
 */
export async function takeBackFact(scope: Scope, name: FactName, happenedAt: Date): Promise<boolean> {
  return scope.transact((tx) => takeBackFactIn(tx, scope.clock.now(), name, happenedAt));
}

/** The same in the caller's transaction, with the reason that the player reads; of facts of several people the caller takes back in the order of their ids. */
export async function takeBackFactIn(
  tx: Transaction,
  now: Date,
  name: FactName,
  happenedAt: Date,
  reason?: string,
): Promise<boolean> {
  const fact = 'factId' in name ? await readFact(tx.sql, name.factId) : await findStandingFact(tx.sql, name);
  if (!fact || fact.takesBackId !== null) return false;
  return playFact(tx, now, takingBack(fact, happenedAt, { derived: false, reason }));
}
