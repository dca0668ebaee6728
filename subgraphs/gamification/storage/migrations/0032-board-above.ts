import { Migration } from '@mikro-orm/migrations';

/**
 * How many players of a board stand strictly above a score, of everybody (cohort 0) or of a cohort: whole buckets of the widest grain, then
 * ever finer ones up to the next border, plus what is not folded yet. A function, because its plan is kept: planning took as long as counting.
 * Stable: it sees the snapshot of the statement that asks, so that scores, buckets and deltas are of one instant.
 */
export class BoardAbove extends Migration {
  override up(): void {
    this.addSql(`create function board_above(of_board text, of_cohort smallint, of_score integer) returns integer
      language plpgsql stable parallel safe as $$
      begin
        return coalesce((select sum(players) from board_count where board = of_board and cohort = of_cohort and grain = 0
            and bucket > of_score and bucket < ((of_score >> 8) + 1) << 8), 0)
          + coalesce((select sum(players) from board_count where board = of_board and cohort = of_cohort and grain = 8
            and bucket > of_score >> 8 and bucket < ((of_score >> 16) + 1) << 8), 0)
          + coalesce((select sum(players) from board_count where board = of_board and cohort = of_cohort and grain = 16
            and bucket > of_score >> 16), 0)
          + coalesce((select sum(coalesce((to_score > of_score)::int, 0) - coalesce((from_score > of_score)::int, 0))
            from board_delta where board = of_board and of_cohort in (0, cohort)), 0);
      end $$`);
  }
}
