import type { EntityManager } from '@mikro-orm/postgresql';
import type { Sql } from '#chassis/storage/transact';
import { Player, XpEntry } from '../domain/player.ts';

/** The player's row, locked until the transaction ends. */
export async function lockPlayer(sql: Sql, userId: string): Promise<Player> {
  const [player] = await sql<Player>(
    `select user_id as "userId", xp, entries, joined_at as "joinedAt", highest_xp as "highestXp"
     from player where user_id = ? for update`,
    [userId],
  );
  return Object.assign(new Player(), player, { joinedAt: new Date(player!.joinedAt) });
}

const LINE = [
  ['id', 'id'],
  ['user_id', 'userId'],
  ['sequence', 'sequence'],
  ['activity', 'activity'],
  ['amount', 'amount'],
  ['base', 'base'],
  ['multiplier_bp', 'multiplierBp'],
  ['streak_bp', 'streakBp'],
  ['diminishing_bp', 'diminishingBp'],
  ['rule_version', 'ruleVersion'],
  ['reason', 'reason'],
  ['xp_after', 'xpAfter'],
  ['source_event_id', 'sourceEventId'],
  ['day', 'day'],
  ['awarded_at', 'awardedAt'],
  ['fact_id', 'factId'],
  ['compensates_id', 'compensatesId'],
] as const satisfies readonly (readonly [string, keyof XpEntry])[];

/** Adds a line to the ledger and its sum to the player. */
export async function insertEntry(sql: Sql, entry: XpEntry): Promise<void> {
  await sql(
    `with line as (
       insert into xp_entry (${LINE.map(([column]) => column).join(', ')})
       values (${LINE.map(([column]) => (column === 'day' ? '?::date' : '?')).join(', ')}) returning user_id, sequence, xp_after
     )
     update player p set xp = line.xp_after, entries = line.sequence, highest_xp = greatest(p.highest_xp, line.xp_after)
     from line where p.user_id = line.user_id`,
    LINE.map(([, property]) => entry[property]),
  );
}

/** The line that a fact earned, or null when it earned nothing. */
export async function findEntryOf(sql: Sql, factId: string): Promise<XpEntry | null> {
  const columns = LINE.map(([column, property]) => `${column}${column === 'day' ? '::text' : ''} as "${property}"`);
  const [entry] = await sql<XpEntry>(`select ${columns.join(', ')} from xp_entry where fact_id = ?`, [factId]);
  return entry ?? null;
}

/** The line of one source; a missing one is a fault of the code that asks. */
export async function findEntryBySource(
  sql: Sql,
  userId: string,
  activity: string,
  sourceEventId: string,
): Promise<{ id: string; amount: number }> {
  const [entry] = await sql<{ id: string; amount: number }>(
    'select id, amount from xp_entry where user_id = ? and activity = ? and source_event_id = ?',
    [userId, activity, sourceEventId],
  );
  if (!entry) throw new Error(`${activity} ${sourceEventId} left no line in the ledger.`);
  return entry;
}

export async function playerExists(sql: Sql, userId: string): Promise<boolean> {
  return (await sql('select 1 from player where user_id = ?', [userId])).length > 0;
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
