import type { Sql } from '#chassis/storage/transact';

/** XP that somebody gained (or lost) on one board. */
export interface BoardMove {
  readonly userId: string;
  /** Of the player, always the same: see `cohortOf`. */
  readonly cohort: number;
  readonly board: string;
  readonly amount: number;
  /** Business time: who reached a score earlier stands first in a tie. */
  readonly at: Date;
}

/**
 * Changes scores, and appends to `board_delta` what that means for the histogram: one statement, however many moves. The caller holds the
 * lock of each player (the bench: one writer per player), so that nobody's moves overtake each other.
 */
export async function moveScores(sql: Sql, moves: readonly BoardMove[]): Promise<void> {
  await sql(
    `with move as (
       select "userId" as user_id, cohort, board, sum(amount)::integer as amount, max(at) as at
       from jsonb_to_recordset(?::jsonb) as given ("userId" uuid, cohort smallint, board text, amount integer, at timestamptz)
       group by 1, 2, 3
     ), moved as (
       insert into board_score as s (user_id, cohort, board, score, reached_at, counted)
       select m.user_id, m.cohort, m.board, m.amount, m.at, not exists (select from board_absence a where a.user_id = m.user_id)
       from move m order by m.user_id, m.board
       on conflict (user_id, board) do update
         set score = s.score + excluded.score, reached_at = greatest(s.reached_at, excluded.reached_at)
       returning new.user_id, new.cohort, new.board, old.score as from_score, new.score as to_score, new.counted
     )
     insert into board_delta (board, cohort, user_id, from_score, to_score)
     select board, cohort, user_id, from_score, to_score from moved where counted and from_score is distinct from to_score`,
    [JSON.stringify(moves)],
  );
}

/** Takes a suspended player off every board: neither shown nor counted. Scores go on in silence. */
export async function hideFromBoards(sql: Sql, userId: string, since: Date): Promise<void> {
  await sql('insert into board_absence (user_id, since) values (?, ?) on conflict do nothing', [userId, since]);
  await sql(
    `with hidden as (update board_score set counted = false where user_id = ? and counted returning user_id, cohort, board, score)
     insert into board_delta (board, cohort, user_id, from_score) select board, cohort, user_id, score from hidden`,
    [userId],
  );
}

export async function returnToBoards(sql: Sql, userId: string): Promise<void> {
  await sql('delete from board_absence where user_id = ?', [userId]);
  await sql(
    `with shown as (update board_score set counted = true where user_id = ? and not counted returning user_id, cohort, board, score)
     insert into board_delta (board, cohort, user_id, to_score) select board, cohort, user_id, score from shown`,
    [userId],
  );
}
