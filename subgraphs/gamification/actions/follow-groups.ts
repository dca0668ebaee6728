import type { Scope } from '#chassis/mount/scope';
import { addFriendship, addVentureMember, removeVentureMember } from '../storage/board-groups.store.ts';

/** Two users became connected: each is on the other's board of friends. */
export async function befriend(scope: Scope, one: string, other: string): Promise<void> {
  await scope.transact((tx) => addFriendship(tx.sql, one, other));
}

export async function joinVenture(scope: Scope, ventureId: string, userId: string): Promise<void> {
  await scope.transact((tx) => addVentureMember(tx.sql, ventureId, userId));
}

export async function leaveVenture(scope: Scope, ventureId: string, userId: string): Promise<void> {
  await scope.transact((tx) => removeVentureMember(tx.sql, ventureId, userId));
}
