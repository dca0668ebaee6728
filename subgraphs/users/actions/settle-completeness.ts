import type { Scope, Transaction } from '#chassis/mount/scope';
import { profileCompleted } from '../published/people.events.ts';
import { completeOnce } from '../storage/profiles.store.ts';

/** Tells `profile.completed` the first time that it is true; called by every action that can make it so. */
export async function settleCompleteness(scope: Scope, tx: Transaction, userId: string): Promise<void> {
  const completeness = await completeOnce(tx, userId, scope.clock.now());
  if (completeness !== null) await tx.tell(profileCompleted, userId, { userId, completeness });
}
