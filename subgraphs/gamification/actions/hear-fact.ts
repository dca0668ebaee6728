import type { Scope, Transaction } from '#chassis/mount/scope';
import type { NewFact } from '../domain/fact.ts';
import { factOf, playFact } from './play-fact.ts';

/**
 * Hears what somebody did: the fact and everything that follows from it are one commit. False when it was heard before: then nothing
 * happens. Inside a reaction it joins the reaction's transaction; an action that has opened one itself calls `hearFacts`.
 */
export async function hearFact(scope: Scope, fact: NewFact): Promise<boolean> {
  return scope.transact(async (tx) => (await hearFacts(tx, scope.clock.now(), [fact])) === 1);
}

/**
 * Hears facts, of several people perhaps, in the caller's transaction; answers how many were new. Players are locked in the order of their
 * ids, so call it once per transaction, with all facts.
 */
export async function hearFacts(tx: Transaction, now: Date, facts: readonly NewFact[]): Promise<number> {
  const inLockOrder = facts.toSorted((a, b) => (a.userId < b.userId ? -1 : a.userId > b.userId ? 1 : 0));
  let heard = 0;
  for (const fact of inLockOrder) {
    if (await playFact(tx, now, factOf(fact, { derived: false, takesBackId: null }))) heard += 1;
  }
  return heard;
}
