import type { Scope } from '#chassis/mount/scope';
import { hideFromBoards, returnToBoards } from '../storage/board-scores.store.ts';
import { lockPlayer } from '../storage/players.store.ts';
import { ensurePlayer } from './ensure-player.ts';

/** A suspended player is off every board until reinstated. Under the player's lock, so that no XP slips past on its way. */
export async function followStanding(scope: Scope, userId: string, standing: 'SUSPENDED' | 'ACTIVE'): Promise<void> {
  await scope.transact(async (tx) => {
    const now = scope.clock.now();
    await ensurePlayer(tx, userId, now);
    await lockPlayer(tx.sql, userId);
    if (standing === 'SUSPENDED') await hideFromBoards(tx.sql, userId, now);
    else await returnToBoards(tx.sql, userId);
  });
}
