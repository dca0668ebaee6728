import { isId } from '#kernel/id';
import type { Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { delegateInvalid } from '../domain/proposal-refusals.ts';
import { insertDelegation, leadsTo, lockDelegations, readDelegation } from '../storage/delegations.store.ts';
import { afterSnapshots } from '../storage/snapshot.store.ts';
import { hasWallet } from '../storage/stakers.store.ts';

/**
 * From the next snapshot on, somebody else may vote with the caller's share, unless the caller votes himself; null takes it back. One level: a
 * delegate never hands on what he was given. Nobody may, over however many steps, delegate to himself.
 */
export async function delegateVotes(
  scope: Scope,
  delegateId: string | null,
): Promise<{ readonly delegateId: string | null } | Refusal> {
  const userId = scope.caller.userId!;
  return scope.transact(async (tx) => {
    await lockDelegations(tx.sql);
    const known = await readDelegation(tx.sql, userId);
    if ((known?.delegateId ?? null) === delegateId) return { delegateId };
    if (delegateId !== null) {
      if (delegateId === userId) return delegateInvalid('Your own share is yours already.');
      if (!isId(delegateId) || !(await hasWallet(tx.sql, delegateId)))
        return delegateInvalid('There is nobody with a wallet under that id.');
      if (await leadsTo(tx.sql, delegateId, userId))
        return delegateInvalid('That person has delegated to you, directly or over others: it would be a circle.');
    }
    await insertDelegation(tx.sql, userId, delegateId, await afterSnapshots(tx.sql, scope.clock.now()));
    return { delegateId };
  });
}
