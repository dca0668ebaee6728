import type { Sql } from '#chassis/storage/transact';
import { GRAINS, TOP_PLACES } from '../domain/board.ts';

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
       delete from board_delta where (board, id) in (select board, id from board_delta order by board, id limit ?)
       returning board, user_id, from_score, to_score
     ), step as (
       select board, from_score as score, -1 as players from folded where from_score is not null
       union all select board, to_score, 1 from folded where to_score is not null
     ), change as (
       select s.board, g.grain, s.score >> g.grain as bucket, sum(s.players)::integer as players
       from step s cross join unnest(?::smallint[]) as g (grain)
       group by 1, 2, 3 having sum(s.players) <> 0
     ), counted as (
       insert into board_count as c (board, grain, bucket, players)
       select board, grain, bucket, players from change order by board, grain, bucket
       on conflict (board, grain, bucket) do update set players = c.players + excluded.players
     )
     select count(*)::int as folded, array_agg(distinct user_id::text) filter (where board = ? and (
       greatest(from_score, to_score) >= coalesce((select score from board_score where board = ? and counted
         order by -score, reached_at, user_id offset ? limit 1), -2147483648)
       or user_id in (select t.user_id from board_told t where t.watched_at > clock_timestamp() - interval '90 seconds')
     )) as movers
     from folded`,
    [limit, `{${GRAINS.join(',')}}`, board, board, TOP_PLACES - 1],
  );
  return { folded: done!.folded, movers: done!.movers ?? [] };
}
