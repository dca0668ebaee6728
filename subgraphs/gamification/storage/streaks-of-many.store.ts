import type { Sql } from '#chassis/storage/transact';
import type { DayZone } from '../domain/local-day.ts';
import { idArray } from './sql-array.ts';
import type { KeptStreak } from './streaks.store.ts';

type OfPlayer<Row> = Row & { readonly userId: string };

export async function readStreaksOf(sql: Sql, userIds: readonly string[]): Promise<OfPlayer<KeptStreak>[]> {
  const rows = await sql<OfPlayer<KeptStreak>>(
    `select user_id as "userId", kind, days, longest, started_on::text as "startedOn", last_day::text as "lastDay", due_at as "dueAt"
     from streak where user_id = any(?::uuid[]) order by kind desc`,
    [idArray(userIds)],
  );
  return rows.map((row) => ({ ...row, dueAt: row.dueAt && new Date(row.dueAt) }));
}

export async function readFreezesOf(
  sql: Sql,
  userIds: readonly string[],
): Promise<OfPlayer<{ held: number; used: number }>[]> {
  return sql('select user_id as "userId", held, used from streak_freeze where user_id = any(?::uuid[])', [
    idArray(userIds),
  ]);
}

/** The zones in force at an instant, of those who have said where they are. */
export async function readZonesOf(sql: Sql, userIds: readonly string[], at: Date): Promise<OfPlayer<DayZone>[]> {
  return sql(
    `select distinct on (user_id) user_id as "userId", zone, day_start_hour as "dayStartHour" from player_zone
     where user_id = any(?::uuid[]) and valid_from <= ? order by user_id, valid_from desc`,
    [idArray(userIds), at],
  );
}
