import { Migration } from '@mikro-orm/migrations';

/**
 * What players have on the boards of everybody, with the month in which each began to play beside it; the rows of the boards of cohorts go,
 * because they said the same a second time. The histogram has three grains. Tables are made anew, which is quicker than to change every row, and leaves no dead ones behind.
 * Every score follows from facts of a player, so none is without one.
 */
export const COHORT_OF_SCORES: readonly string[] = [
  'set local statement_timeout = 0', // a million players take longer than a request may
  'set local lock_timeout = 0',
  'lock table board_score, board_count, board_delta in access exclusive mode',
  'alter table board_score rename to board_score_of_earlier',
  `create table board_score (
    user_id uuid not null,
    reached_at timestamptz not null,
    score integer not null,
    cohort smallint not null,
    counted boolean not null,
    board text collate "C" not null
  ) with (fillfactor = 70)`,
  `insert into board_score (user_id, reached_at, score, cohort, counted, board)
   select s.user_id, s.reached_at, s.score, 12 * extract(year from p.began) + extract(month from p.began) - 1, s.counted, s.board
   from board_score_of_earlier s
   join (select user_id, joined_at at time zone 'UTC' as began from player) p using (user_id)
   where s.board not like '%@%'`,
  'drop table board_score_of_earlier',
  'alter table board_score add primary key (user_id, board)',
  'create index board_order on board_score (board, (-score), reached_at, user_id) where counted',
  'create index cohort_order on board_score (board, cohort, (-score), reached_at, user_id) where counted',
  // the scores have everything, so nothing is left to be folded
  'delete from board_delta',
  'alter table board_delta add column cohort smallint not null',
  'drop table board_count',
  `create table board_count (
    board text collate "C" not null,
    cohort smallint not null,
    grain smallint not null,
    bucket integer not null,
    players integer not null,
    primary key (board, cohort, grain, bucket)
  ) with (fillfactor = 50)`,
  // cohort 0 is everybody
  `insert into board_count (board, cohort, grain, bucket, players)
   select s.board, c.cohort, g.grain, s.score >> g.grain, count(*)
   from board_score s cross join (values (0), (8), (16)) as g (grain)
   cross join lateral (values (0::smallint), (s.cohort)) as c (cohort) where s.counted group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
];

/** Whose board it is becomes a column: a change of XP moves a row per period, and no second one for the cohort of the player. */
export class CohortOfScores extends Migration {
  override up(): void {
    for (const statement of COHORT_OF_SCORES) this.addSql(statement);
  }
}
