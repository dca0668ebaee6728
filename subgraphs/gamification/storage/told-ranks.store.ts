import type { Sql } from '#chassis/storage/transact';
import { EVERYBODY } from '../domain/board.ts';
import { readRanks } from './board-ranks.store.ts';

export interface ToldMove {
  readonly userId: string;
  readonly rank: number;
  readonly previousRank: number | null;
  readonly isPublic: boolean;
}

/**
 * Compares the ranks of some users with what they were last told, and claims the changes: at most one per user and second of the wall clock,
 * whichever replica looks. What comes too early stays pending. As `movers` they are told also for the first time; as `watchers` it is where
 * they start, and that they watch is noted every half minute.
 */
export async function claimMoves(
  sql: Sql,
  board: string,
  userIds: readonly string[],
  as: 'movers' | 'watchers',
): Promise<(ToldMove & { xp: number })[]> {
  if (userIds.length === 0) return [];
  const ranks = new Map(
    (await readRanks(sql, { key: board, cohort: EVERYBODY }, userIds)).map((one) => [one.userId, one]),
  );
  const seen = userIds.toSorted().map((userId) => ({
    userId,
    rank: ranks.get(userId)?.rank ?? null,
  }));
  const claimed = await sql<ToldMove>(
    `with seen as (
       select * from jsonb_to_recordset(?::jsonb) as given ("userId" uuid, rank integer)
     ), claimed as (
       insert into board_told as t (user_id, rank, told_at, watched_at)
       select "userId", rank, case when ? then '-infinity' else clock_timestamp() end, case when ? then clock_timestamp() end
       from seen order by "userId"
       on conflict (user_id) do update set
         rank = case when t.told_at <= clock_timestamp() - interval '1 second' then excluded.rank else t.rank end,
         pending = t.rank is distinct from excluded.rank and t.told_at > clock_timestamp() - interval '1 second',
         told_at = case when t.rank is distinct from excluded.rank and t.told_at <= clock_timestamp() - interval '1 second' then clock_timestamp() else t.told_at end,
         watched_at = coalesce(excluded.watched_at, t.watched_at)
       where t.pending or t.rank is distinct from excluded.rank
         or coalesce(t.watched_at, '-infinity') < excluded.watched_at - interval '30 seconds'
       returning new.user_id, old.user_id is null as is_first, old.rank as old_rank, new.rank as new_rank
     )
     select c.user_id as "userId", c.new_rank as rank, c.old_rank as "previousRank", coalesce(p.is_public, true) as "isPublic"
     from claimed c left join board_privacy p on p.user_id = c.user_id
     where c.new_rank is distinct from c.old_rank and c.new_rank is not null and (? or not c.is_first)
     order by c.user_id`,
    [JSON.stringify(seen), as === 'watchers', as === 'watchers', as === 'movers'],
  );
  return claimed.map((move) => ({ ...move, xp: ranks.get(move.userId)!.score }));
}

/** Those whose change came within a second of the last one told. */
export async function readPending(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ userId: string }>('select user_id as "userId" from board_told where pending limit ?', [
    limit,
  ]);
  return rows.map(({ userId }) => userId);
}
