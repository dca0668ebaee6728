import { Migration } from '@mikro-orm/migrations';

/** What somebody did within an hour is asked with every fact. */
export class FactTimes extends Migration {
  override up(): void {
    this.addSql('create index game_fact_by_time on game_fact (user_id, happened_at)');
  }
}
