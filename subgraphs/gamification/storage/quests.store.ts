import type { Sql } from '#chassis/storage/transact';
import type { PlayerQuest } from '../domain/player-quest.ts';
import type { Quest } from '../domain/quest.ts';
import { arrayLiteral } from './arrays.ts';

/** The catalogue in its order, retired quests included. */
export async function readQuests(sql: Sql): Promise<Quest[]> {
  const rows = await sql<Omit<Quest, 'openedAt' | 'retiredAt'> & { openedAt: string; retiredAt: string | null }>(
    `select id, code, title, kind, steps, retired_at as "retiredAt",
            case when isfinite(opened_at) then opened_at else '2000-01-01T00:00:00Z' end as "openedAt"
     from quest order by position`,
  );
  return rows.map((row) => ({ ...row, openedAt: new Date(row.openedAt), retiredAt: instantOf(row.retiredAt) }));
}

/** False when the code is taken. */
export async function insertQuest(sql: Sql, quest: Quest): Promise<boolean> {
  const { id, code, title, kind, steps, openedAt } = quest;
  const made = await sql(
    `insert into quest (id, code, title, kind, steps, opened_at) values (?, ?, ?, ?, ?::jsonb, ?)
     on conflict (code) do nothing returning id`,
    [id, code, title, kind, JSON.stringify(steps), openedAt],
  );
  return made.length > 0;
}

export async function retireQuestRow(sql: Sql, questId: string, at: Date): Promise<boolean> {
  const rows = await sql('update quest set retired_at = ? where id = ? and retired_at is null returning id', [
    at,
    questId,
  ]);
  return rows.length > 0;
}

type Row = Omit<PlayerQuest, 'completedAt' | 'claimedAt'> & { completedAt: string | null; claimedAt: string | null };

const COLUMNS = `select id, user_id as "userId", quest_id as "questId", window_key as "windowKey", last_day::text as "lastDay",
  claim_until::text as "claimUntil", heard, counts, completed_at as "completedAt", claimed_at as "claimedAt" from player_quest`;

function playerQuestOf(row: Row): PlayerQuest {
  return { ...row, completedAt: instantOf(row.completedAt), claimedAt: instantOf(row.claimedAt) };
}

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

export async function readPlayerQuests(sql: Sql, ids: readonly string[]): Promise<PlayerQuest[]> {
  return (await sql<Row>(`${COLUMNS} where id = any(?::uuid[])`, [arrayLiteral(ids)])).map(playerQuestOf);
}

/** Those of one player that heard this fact. */
export async function readPlayerQuestsThatHeard(sql: Sql, userId: string, factId: string): Promise<PlayerQuest[]> {
  const rows = await sql<Row>(
    `${COLUMNS} where user_id = ? and heard @> jsonb_build_array(jsonb_build_array(?::text))`,
    [userId, factId],
  );
  return rows.map(playerQuestOf);
}

/** Completed ones of a player that nobody claimed and that can still be claimed on this day, oldest first. */
export async function readClaimable(sql: Sql, userId: string, today: string, limit: number): Promise<PlayerQuest[]> {
  const rows = await sql<Row>(
    `${COLUMNS} where user_id = ? and completed_at is not null and claimed_at is null
       and (claim_until is null or claim_until >= ?) order by completed_at, id limit ?`,
    [userId, today, limit],
  );
  return rows.map(playerQuestOf);
}

/** All of them in one statement. */
export async function savePlayerQuests(sql: Sql, quests: readonly PlayerQuest[]): Promise<void> {
  if (quests.length === 0) return;
  await sql(
    `insert into player_quest (id, user_id, quest_id, window_key, last_day, claim_until, heard, counts, completed_at, claimed_at)
     select "id", "userId", "questId", "windowKey", "lastDay", "claimUntil", "heard", "counts", "completedAt", "claimedAt"
     from jsonb_to_recordset(?::jsonb) as given ("id" uuid, "userId" uuid, "questId" uuid, "windowKey" text, "lastDay" date,
       "claimUntil" date, "heard" jsonb, "counts" jsonb, "completedAt" timestamptz, "claimedAt" timestamptz)
     on conflict (id) do update set heard = excluded.heard, counts = excluded.counts,
       completed_at = excluded.completed_at, claimed_at = excluded.claimed_at`,
    [JSON.stringify(quests)],
  );
}
