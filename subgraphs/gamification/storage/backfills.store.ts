import type { Sql } from '#chassis/storage/transact';
import { arrayLiteral } from './arrays.ts';

/** How far the look at the players who were there before a badge is. */
export interface BadgeBackfill {
  readonly badgeId: string;
  readonly playersTotal: number;
  readonly playersDone: number;
  /** To whom it gave the badge; players who earned it meanwhile by what they did are not among them. */
  readonly awarded: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export async function startBackfillRow(sql: Sql, badgeId: string, at: Date): Promise<void> {
  await sql('insert into badge_backfill (badge_id, players_total, started_at) select ?, count(*), ? from player', [
    badgeId,
    at,
  ]);
}

/** The next unfinished one, locked; null when another replica has it, or when there is none. */
export async function takeBackfill(sql: Sql): Promise<{ badgeId: string; afterUserId: string | null } | null> {
  const [row] = await sql<{ badgeId: string; afterUserId: string | null }>(
    `select badge_id as "badgeId", after_user_id as "afterUserId" from badge_backfill
     where finished_at is null order by started_at, badge_id limit 1 for update skip locked`,
  );
  return row ?? null;
}

export async function nextPlayers(sql: Sql, afterUserId: string | null, limit: number): Promise<string[]> {
  const rows = await sql<{ userId: string }>(
    `select user_id as "userId" from player where ?::uuid is null or user_id > ?::uuid order by user_id limit ?`,
    [afterUserId, afterUserId, limit],
  );
  return rows.map(({ userId }) => userId);
}

export async function advanceBackfill(
  sql: Sql,
  badgeId: string,
  step: { afterUserId: string | null; done: number; awarded: number; finishedAt: Date | null },
): Promise<void> {
  await sql(
    `update badge_backfill set players_done = players_done + ?, awarded = awarded + ?,
       after_user_id = coalesce(?::uuid, after_user_id), finished_at = ? where badge_id = ?`,
    [step.done, step.awarded, step.afterUserId, step.finishedAt, badgeId],
  );
}

export async function readBackfills(sql: Sql, badgeIds: readonly string[]): Promise<BadgeBackfill[]> {
  const rows = await sql<
    Omit<BadgeBackfill, 'startedAt' | 'finishedAt'> & { startedAt: string; finishedAt: string | null }
  >(
    `select badge_id as "badgeId", players_total as "playersTotal", players_done as "playersDone", awarded,
            started_at as "startedAt", finished_at as "finishedAt" from badge_backfill where badge_id = any(?::uuid[])`,
    [arrayLiteral(badgeIds)],
  );
  return rows.map((row) => ({
    ...row,
    startedAt: new Date(row.startedAt),
    finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt),
  }));
}
