import type { Scope } from '#chassis/mount/scope';
import { addVentureMember, keepFriendship, removeVentureMember } from '../storage/board-groups.store.ts';

/** Two users became connected: each is on the other's board of friends. What happened later, and was heard earlier, stays. */
export async function befriend(scope: Scope, one: string, other: string, since: string): Promise<void> {
  await scope.transact((tx) => keepFriendship(tx.sql, one, other, { changedAt: since, ended: false }));
}

/** The opposite: neither sees the other there any more. */
export async function partFriends(scope: Scope, one: string, other: string, since: string): Promise<void> {
  await scope.transact((tx) => keepFriendship(tx.sql, one, other, { changedAt: since, ended: true }));
}

export async function joinVenture(scope: Scope, ventureId: string, userId: string): Promise<void> {
  await scope.transact((tx) => addVentureMember(tx.sql, ventureId, userId));
}

export async function leaveVenture(scope: Scope, ventureId: string, userId: string): Promise<void> {
  await scope.transact((tx) => removeVentureMember(tx.sql, ventureId, userId));
}
