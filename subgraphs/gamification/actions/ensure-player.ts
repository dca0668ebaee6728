import type { Transaction } from '#chassis/mount/scope';

/** Opens the player's profile; a second time changes nothing. A fact of somebody whose first event was not heard must not be lost. */
export async function ensurePlayer(tx: Transaction, userId: string, joinedAt: Date): Promise<void> {
  await tx.sql('insert into player (user_id, joined_at) values (?, ?) on conflict do nothing', [userId, joinedAt]);
}
