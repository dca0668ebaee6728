import { Migration } from '@mikro-orm/migrations';

/** Finds what an administrator moved lately; what people send is not in it. */
export class MovedAlone extends Migration {
  override up(): void {
    this.addSql(
      `create index transfer_by_administrator on transfer (actor_id, occurred_at) where type in ('GRANT', 'REVERSAL')`,
    );
  }
}
