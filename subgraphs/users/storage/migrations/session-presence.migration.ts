import { Migration } from '@mikro-orm/migrations';

/** When it was last told that somebody with this session is here, in business time. */
export class SessionPresence extends Migration {
  override up(): void {
    this.addSql('alter table session add column present_at timestamptz');
  }
}
