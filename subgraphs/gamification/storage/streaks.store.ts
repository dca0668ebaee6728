import type { Sql } from '#chassis/storage/transact';
import { UTC_DAYS, type DayZone } from '../domain/local-day.ts';
import type { CoverBy, Pause, Run, StreakDay, StreakKind } from '../domain/streak.ts';

/** The zone of a player that was in force at an instant. */
export async function readZoneAt(sql: Sql, userId: string, at: Date): Promise<DayZone> {
  const [zone] = await sql<DayZone & object>(
    `select zone, day_start_hour as "dayStartHour" from player_zone where user_id = ? and valid_from <= ?
     order by valid_from desc limit 1`,
    [userId, at],
  );
  return zone ?? UTC_DAYS;
}

/** The zone from an instant on. */
export async function writeZone(sql: Sql, userId: string, validFrom: Date, zone: DayZone): Promise<void> {
  await sql(
    `insert into player_zone (user_id, valid_from, zone, day_start_hour) values (?, ?, ?, ?)
     on conflict (user_id, valid_from) do update set zone = excluded.zone, day_start_hour = excluded.day_start_hour`,
    [userId, validFrom, zone.zone, zone.dayStartHour],
  );
}

/** A streak as it was when somebody last looked; `dueAt` says when that is no longer true. */
export interface KeptStreak {
  readonly kind: StreakKind;
  /** 0 when it is broken. */
  readonly days: number;
  readonly longest: number;
  readonly startedOn: string | null;
  readonly lastDay: string | null;
  readonly dueAt: Date | null;
}

export async function readStreaks(sql: Sql, userId: string): Promise<KeptStreak[]> {
  const rows = await sql<KeptStreak>(
    `select kind, days, longest, started_on::text as "startedOn", last_day::text as "lastDay", due_at as "dueAt"
     from streak where user_id = ? order by kind`,
    [userId],
  );
  return rows.map((row) => ({ ...row, dueAt: row.dueAt && new Date(row.dueAt) }));
}

/** The better of a player's two streaks, in days: what awards are multiplied by. */
export async function readStreakDays(sql: Sql, userId: string): Promise<number> {
  const [best] = await sql<{ days: number }>('select coalesce(max(days), 0) as days from streak where user_id = ?', [
    userId,
  ]);
  return best!.days;
}

export async function writeStreak(sql: Sql, userId: string, streak: KeptStreak): Promise<void> {
  await sql(
    `insert into streak (user_id, kind, days, longest, started_on, last_day, due_at) values (?, ?, ?, ?, ?::date, ?::date, ?)
     on conflict (user_id, kind) do update set days = excluded.days, longest = excluded.longest, started_on = excluded.started_on,
       last_day = excluded.last_day, due_at = excluded.due_at`,
    [userId, streak.kind, streak.days, streak.longest, streak.startedOn, streak.lastDay, streak.dueAt],
  );
}

/** Counts one fact more on a day; the first makes the day. */
export async function addDay(sql: Sql, userId: string, kind: StreakKind, day: StreakDay): Promise<void> {
  await sql(
    `insert into streak_day as d (user_id, kind, day, zone, day_start_hour, at, facts) values (?, ?, ?::date, ?, ?, ?, 1)
     on conflict (user_id, kind, day) do update set facts = d.facts + 1, at = least(d.at, excluded.at)`,
    [userId, kind, day.day, day.zone, day.dayStartHour, day.at],
  );
}

/** Counts one fact less; the last takes the day away. */
export async function removeDay(sql: Sql, userId: string, kind: StreakKind, day: string): Promise<void> {
  const which = [userId, kind, day];
  await sql('delete from streak_day where user_id = ? and kind = ? and day = ?::date and facts = 1', which);
  await sql(
    'update streak_day set facts = facts - 1 where user_id = ? and kind = ? and day = ?::date and facts > 1',
    which,
  );
}

/** In ascending order. */
export async function readDays(sql: Sql, userId: string, kind: StreakKind): Promise<StreakDay[]> {
  const days = await sql<StreakDay>(
    `select day::text as day, zone, day_start_hour as "dayStartHour", at from streak_day
     where user_id = ? and kind = ? order by streak_day.day`,
    [userId, kind],
  );
  return days.map((day) => ({ ...day, at: new Date(day.at) }));
}

export async function readCovers(sql: Sql, userId: string): Promise<Map<string, CoverBy>> {
  const covers = await sql<{ day: string; by: CoverBy }>(
    'select day::text as day, covered_by as by from streak_cover where user_id = ?',
    [userId],
  );
  return new Map(covers.map(({ day, by }) => [day, by]));
}

/** Covers a day; false when it is covered already. */
export async function insertCover(sql: Sql, userId: string, day: string, by: CoverBy): Promise<boolean> {
  const added = await sql(
    'insert into streak_cover (user_id, day, covered_by) values (?, ?::date, ?) on conflict do nothing returning day',
    [userId, day, by],
  );
  return added.length > 0;
}

export async function readPauses(sql: Sql, userId: string): Promise<Pause[]> {
  return sql<Pause & object>(
    `select first_day::text as "firstDay", last_day::text as "lastDay" from streak_pause where user_id = ? order by 1`,
    [userId],
  );
}

export async function insertPause(sql: Sql, userId: string, pause: Pause): Promise<void> {
  await sql(
    'insert into streak_pause (user_id, first_day, last_day) values (?, ?::date, ?::date) on conflict do nothing',
    [userId, pause.firstDay, pause.lastDay],
  );
}

export async function readFreezes(sql: Sql, userId: string): Promise<{ held: number; used: number }> {
  const [freezes] = await sql<{ held: number; used: number }>(
    'select held, used from streak_freeze where user_id = ?',
    [userId],
  );
  return freezes ?? { held: 0, used: 0 };
}

export async function writeFreezes(sql: Sql, userId: string, freezes: { held: number; used: number }): Promise<void> {
  await sql(
    `insert into streak_freeze (user_id, held, used) values (?, ?, ?)
     on conflict (user_id) do update set held = excluded.held, used = excluded.used`,
    [userId, freezes.held, freezes.used],
  );
}

/** The lengths that any streak within these days has reached. */
export async function readReached(sql: Sql, userId: string, kind: StreakKind, run: Run): Promise<Set<number>> {
  const reached = await sql<{ days: number }>(
    'select days from streak_reach where user_id = ? and kind = ? and started_on between ?::date and ?::date',
    [userId, kind, run.startedOn, run.lastDay],
  );
  return new Set(reached.map(({ days }) => days));
}

export async function insertReach(sql: Sql, userId: string, kind: StreakKind, run: Run, days: number): Promise<void> {
  await sql('insert into streak_reach (user_id, kind, started_on, days) values (?, ?, ?::date, ?)', [
    userId,
    kind,
    run.startedOn,
    days,
  ]);
}

export interface Break extends Run {
  readonly missedOn: string;
  readonly zone: string;
  readonly brokenAt: Date;
}

/** False when that day was found missing before. */
export async function insertBreak(sql: Sql, userId: string, kind: StreakKind, found: Break): Promise<boolean> {
  const added = await sql(
    `insert into streak_break (user_id, kind, missed_on, zone, days, started_on, broken_at)
     values (?, ?, ?::date, ?, ?, ?::date, ?) on conflict do nothing returning kind`,
    [userId, kind, found.missedOn, found.zone, found.days, found.startedOn, found.brokenAt],
  );
  return added.length > 0;
}

/** Players of whom a streak has to be looked at, in the order of their ids. */
export async function readDuePlayers(
  sql: Sql,
  now: Date,
  afterUserId: string | null,
  limit: number,
): Promise<{ userId: string; dueAt: Date }[]> {
  const due = await sql<{ userId: string; dueAt: Date }>(
    `select user_id as "userId", min(due_at) as "dueAt" from streak
     where due_at <= ? and (?::uuid is null or user_id > ?::uuid) group by user_id order by user_id limit ?`,
    [now, afterUserId, afterUserId, limit],
  );
  return due.map((one) => ({ ...one, dueAt: new Date(one.dueAt) }));
}

/** The days of the span of these windows on which the player did something of their own. */
export async function readActiveDays(
  sql: Sql,
  userId: string,
  windows: readonly { readonly firstDay: string; readonly lastDay: string }[],
): Promise<string[]> {
  const rows = await sql<{ day: string }>(
    `select day::text as day from streak_day where user_id = ? and kind = 'ACTIVITY' and day between ?::date and ?::date`,
    [
      userId,
      windows.map(({ firstDay }) => firstDay).sort()[0],
      windows
        .map(({ lastDay }) => lastDay)
        .sort()
        .at(-1),
    ],
  );
  return rows.map(({ day }) => day);
}
