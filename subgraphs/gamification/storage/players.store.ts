import type { EntityManager } from '@mikro-orm/postgresql';
import type { Sql } from '#chassis/storage/transact';
import { Player, XpEntry } from '../domain/player.ts';

/** The player's row, locked until the transaction ends. */
export async function lockPlayer(sql: Sql, userId: string): Promise<Player> {
  const [player] = await sql<Player>(
    'select user_id as "userId", xp, entries, joined_at as "joinedAt" from player where user_id = ? for update',
    [userId],
  );
  return Object.assign(new Player(), player, { joinedAt: new Date(player!.joinedAt) });
}

/** Adds a line to the ledger and its sum to the player. */
export async function insertEntry(sql: Sql, entry: XpEntry): Promise<void> {
  await sql(
    `with line as (
       insert into xp_entry (id, user_id, sequence, activity, amount, multiplier_bp, xp_after, source_event_id, day, awarded_at, fact_id,
         compensates_id)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?::date, ?, ?, ?) returning user_id, sequence, xp_after
     )
     update player p set xp = line.xp_after, entries = line.sequence from line where p.user_id = line.user_id`,
    [
      entry.id,
      entry.userId,
      entry.sequence,
      entry.activity,
      entry.amount,
      entry.multiplierBp,
      entry.xpAfter,
      entry.sourceEventId,
      entry.day,
      entry.awardedAt,
      entry.factId,
      entry.compensatesId,
    ],
  );
}

/** The line that a fact earned, or null when it earned nothing. */
export async function findEntryOf(sql: Sql, factId: string): Promise<XpEntry | null> {
  const [entry] = await sql<XpEntry>(
    `select id, user_id as "userId", sequence, activity, amount, multiplier_bp as "multiplierBp", xp_after as "xpAfter",
            source_event_id as "sourceEventId", day::text as day, awarded_at as "awardedAt", fact_id as "factId",
            compensates_id as "compensatesId"
     from xp_entry where fact_id = ?`,
    [factId],
  );
  return entry ?? null;
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
