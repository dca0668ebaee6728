import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { Player, XpEntry } from '../domain/player.ts';

/** The player's row, locked until the transaction ends. */
export async function lockPlayer(em: EntityManager, userId: string): Promise<Player> {
  return em.findOneOrFail(Player, { userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export async function readPlayers(em: EntityManager, userIds: readonly string[]): Promise<Player[]> {
  return em.find(Player, { userId: { $in: [...userIds] } }, { disableIdentityMap: true });
}

/** Newest first, one row more than asked for. */
export async function readEntries(
  em: EntityManager,
  userId: string,
  limit: number,
  beforeSequence: number | null,
): Promise<XpEntry[]> {
  return em.find(
    XpEntry,
    { userId, ...(beforeSequence !== null && { sequence: { $lt: beforeSequence } }) },
    { orderBy: { sequence: 'desc' }, limit: limit + 1, disableIdentityMap: true },
  );
}
