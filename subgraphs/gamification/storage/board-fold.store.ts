import type { Sql } from '#chassis/storage/transact';
import { EVERYBODY, GRAINS, TOP_PLACES } from '../domain/board.ts';

/**
 * Gives back the room of deltas that were folded: every rank would walk past them until autovacuum comes, once a minute. Holds up nobody, and
 * does nothing while another vacuum is at it.
 */
export async function clearFolded(sql: Sql): Promise<void> {
  await sql('vacuum (skip_locked, truncate false, index_cleanup on) board_delta');
}

/** False while another replica folds: one folder at a time, or two would wait for each other's buckets. Held until the commit. */
export async function mayFold(sql: Sql): Promise<boolean> {
  const [lock] = await sql<{ mine: boolean }>(
    "select pg_try_advisory_xact_lock(hashtext('gamification.fold-boards')) as mine",
  );
  return lock!.mine;
}

/**
 * Moves at most `limit` deltas into the histogram. A reader sees them either there or here, because one commit does both. Answers how many,
 * and who of them is to be told at once: who is, or was, among the top of `board`, and who watched it in the last 90 seconds.
 */
export async function foldDeltas(
  sql: Sql,
  limit: number,
  board: string,
): Promise<{ folded: number; movers: string[] }> {
  const [done] = await sql<{ folded: number; movers: string[] | null }>(
    `with folded as (
       delete from board_delta where ctid = any (array (select ctid from board_delta order by board, id limit ?))
       returning board, cohort, user_id, from_score, to_score
     ), change as (
       select f.board, c.cohort, g.grain, s.score >> g.grain as bucket, sum(s.players)::integer as players
       from folded f join unnest(?::smallint[]) as g (grain) on f.from_score >> g.grain is distinct from f.to_score >> g.grain
       cross join lateral (values (f.from_score, -1), (f.to_score, 1)) as s (score, players)
       cross join lateral (values (?::smallint), (f.cohort)) as c (cohort)
       where s.score is not null group by 1, 2, 3, 4 having sum(s.players) <> 0
     ), counted as (
       merge into board_count c using change h
       on (c.board, c.cohort, c.grain, c.bucket) = (h.board, h.cohort, h.grain, h.bucket)
       when matched then update set players = c.players + h.players
       when not matched then insert (board, cohort, grain, bucket, players) values (h.board, h.cohort, h.grain, h.bucket, h.players)
     )
     select count(*)::int as folded, array_agg(distinct user_id::text) filter (where board = ? and (
       greatest(from_score, to_score) >= coalesce((select score from board_score where board = ? and counted
         order by -score, reached_at, user_id offset ? limit 1), -2147483648)
       or user_id in (select t.user_id from board_told t where t.watched_at > clock_timestamp() - interval '90 seconds')
     )) as movers
     from folded`,
    [limit, `{${GRAINS.join(',')}}`, EVERYBODY, board, board, TOP_PLACES - 1],
  );
  return { folded: done!.folded, movers: done!.movers ?? [] };
}
