import { Migration } from '@mikro-orm/migrations';

/** What players of earlier have, on the boards of those who began to play in the same month. */
export const COHORTS_OF_EARLIER: readonly string[] = [
  `insert into board_score (user_id, board, score, reached_at, counted)
   select s.user_id, s.board || '@' || to_char(p.joined_at at time zone 'UTC', 'YYYY-MM'), s.score, s.reached_at, s.counted
   from board_score s join player p using (user_id)`,
  `insert into board_count (board, grain, bucket, players)
   select s.board, g.grain, s.score >> g.grain, count(*)
   from board_score s cross join (values (0), (5), (10), (15)) as g (grain)
   where s.counted and s.board like '%@%' group by 1, 2, 3`,
];

/** Boards of cohorts are boards as all others: `xp@2026-01`, `xp:2026-02@2026-01`, `xp:w2026-02-02@2026-01`. */
export class CohortBoards extends Migration {
  override up(): void {
    for (const statement of COHORTS_OF_EARLIER) this.addSql(statement);
  }
}
