import { Migration } from '@mikro-orm/migrations';

/**
 * Statistics read the ledger itself, so that nothing has to be kept beside it or rebuilt. Transfers are written in the order of time, so a block
 * range index of some kilobytes finds a period; it costs a transfer nothing that can be measured.
 */
export class EconomyFigures extends Migration {
  override up(): void {
    this.addSql('create index transfer_by_time on transfer using brin (occurred_at) with (pages_per_range = 32)');
  }
}
