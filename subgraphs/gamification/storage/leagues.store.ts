import type { Sql } from '#chassis/storage/transact';
import type { Contestant, Final, LeagueTier, OpenLeague, Seat } from '../domain/league.ts';

/** Adds to the score of a week; false when the week is closed for the player. */
export async function scoreInWeek(
  sql: Sql,
  week: string,
  gain: { userId: string; amount: number; at: Date },
): Promise<boolean> {
  const rows = await sql(
    `insert into league_player as p (week, user_id, score, reached_at) values (?::date, ?, ?, ?)
     on conflict (user_id, week) do update
       set score = p.score + excluded.score, reached_at = greatest(p.reached_at, excluded.reached_at)
       where p.outcome is null
     returning 1 as scored`,
    [week, gain.userId, gain.amount, gain.at],
  );
  return rows.length > 0;
}

/** The oldest week in which somebody's league is not closed, or null. */
export async function oldestOpenWeek(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ week: string | null }>(
    'select min(week)::text as week from league_player where outcome is null',
  );
  return row!.week;
}

/** One replica seats at a time; held until the commit. */
export async function lockSeating(sql: Sql): Promise<void> {
  await sql("select pg_advisory_xact_lock(hashtext('gamification.seat-leagues'))");
}

/** Who has a score in the week and no league yet, with the tier that the last close left them in. */
export async function readWaiting(
  sql: Sql,
  week: string,
  limit: number,
): Promise<{ userId: string; tier: LeagueTier }[]> {
  return sql(
    `select p.user_id as "userId", coalesce(t.tier, 'BRONZE') as tier from league_player p left join league_tier t using (user_id)
     where p.week = ?::date and p.league_id is null order by p.reached_at, p.user_id limit ?`,
    [week, limit],
  );
}

export async function readOpenLeagues(sql: Sql, week: string): Promise<OpenLeague[]> {
  return sql(
    `select l.id, l.tier, count(p.user_id)::int as seats from league l left join league_player p on p.league_id = l.id
     where l.week = ?::date and l.closed_at is null group by l.id having count(p.user_id) < 30 order by l.id`,
    [week],
  );
}

export async function insertSeats(
  sql: Sql,
  week: string,
  opened: readonly { id: string; tier: string }[],
  seats: readonly Seat[],
): Promise<void> {
  await sql(
    `insert into league (id, week, tier)
     select id, ?::date, tier from jsonb_to_recordset(?::jsonb) as given (id uuid, tier text)`,
    [week, JSON.stringify(opened)],
  );
  await sql(
    `update league_player p set league_id = s."leagueId", seat = s.seat
     from jsonb_to_recordset(?::jsonb) as s ("userId" uuid, "leagueId" uuid, seat smallint)
     where p.user_id = s."userId" and p.week = ?::date`,
    [JSON.stringify(seats), week],
  );
}

/** A league of the week that nobody has closed nor is closing, locked; null when there is none. */
export async function lockOpenLeague(sql: Sql, week: string): Promise<{ id: string; tier: LeagueTier } | null> {
  const [league] = await sql<{ id: string; tier: LeagueTier }>(
    'select id, tier from league where week = ?::date and closed_at is null order by id limit 1 for update skip locked',
    [week],
  );
  return league ?? null;
}

/** The players of a league, locked: whoever adds to a score afterwards finds the week closed. */
export async function lockContestants(sql: Sql, leagueId: string): Promise<Contestant[]> {
  const rows = await sql<Omit<Contestant, 'reachedAt'> & { reached: string | number }>(
    `select p.user_id as "userId", p.score, extract(epoch from p.reached_at) * 1000 as reached,
            exists (select from board_absence a where a.user_id = p.user_id) as absent
     from league_player p where p.league_id = ? order by p.user_id for update of p`,
    [leagueId],
  );
  return rows.map(({ reached, ...player }) => ({ ...player, reachedAt: Math.round(Number(reached)) }));
}

export async function writeClose(sql: Sql, leagueId: string, closedAt: Date, finals: readonly Final[]): Promise<void> {
  await sql(
    `with final as (
       select * from jsonb_to_recordset(?::jsonb) as f ("userId" uuid, place smallint, outcome text, "nextTier" text)
     ), placed as (
       update league_player p set place = f.place, outcome = f.outcome from final f
       where p.league_id = ? and p.user_id = f."userId"
     ), moved as (
       insert into league_tier (user_id, tier) select "userId", "nextTier" from final
       on conflict (user_id) do update set tier = excluded.tier
     )
     update league set closed_at = ? where id = ?`,
    [JSON.stringify(finals), leagueId, closedAt, leagueId],
  );
}
