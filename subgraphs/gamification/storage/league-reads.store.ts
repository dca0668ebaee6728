import type { Sql } from '#chassis/storage/transact';
import type { Contestant, LeagueOutcome, LeagueTier } from '../domain/league.ts';

export interface LeagueSeat {
  readonly week: string;
  readonly leagueId: string | null;
  /** Of the league, or while it is not seated the tier that waits for it. */
  readonly tier: LeagueTier;
  readonly score: number;
  readonly place: number | null;
  readonly outcome: LeagueOutcome | null;
}

const SEAT = `select p.week::text as week, p.league_id as "leagueId", coalesce(l.tier, t.tier, 'BRONZE') as tier, p.score, p.place, p.outcome
  from league_player p left join league l on l.id = p.league_id left join league_tier t on t.user_id = p.user_id`;

export async function readSeat(sql: Sql, userId: string, week: string): Promise<LeagueSeat | null> {
  const [seat] = await sql<LeagueSeat>(`${SEAT} where p.user_id = ? and p.week = ?::date`, [userId, week]);
  return seat ?? null;
}

/** Closed weeks, newest first, one more than asked for. */
export async function readClosedSeats(
  sql: Sql,
  userId: string,
  limit: number,
  before: string | null,
): Promise<LeagueSeat[]> {
  return sql(
    `${SEAT} where p.user_id = ? and p.outcome is not null and (?::date is null or p.week < ?::date)
     order by p.week desc limit ?`,
    [userId, before, before, limit + 1],
  );
}

/** Everybody in a league, at most 30. */
export async function readLeague(sql: Sql, leagueId: string): Promise<(Contestant & { isPublic: boolean })[]> {
  const rows = await sql<Omit<Contestant, 'reachedAt'> & { isPublic: boolean; reached: string | number }>(
    `select p.user_id as "userId", p.score, extract(epoch from p.reached_at) * 1000 as reached,
            coalesce(v.is_public, true) as "isPublic", exists (select from board_absence a where a.user_id = p.user_id) as absent
     from league_player p left join board_privacy v using (user_id) where p.league_id = ?`,
    [leagueId],
  );
  return rows.map(({ reached, ...player }) => ({ ...player, reachedAt: Math.round(Number(reached)) }));
}
