import { Migration } from '@mikro-orm/migrations';

/**
 * Sealed blocks over the transfers. `transfer_sealing` is their order: by transaction id first, because positions become visible out of
 * order, and below the oldest running transaction nothing can appear any more. Transaction ids belong to the cluster: after a logical
 * restore into another one its counter has to be set beyond them (docs/operations.md), and sealing stops until it is.
 */
export class Blocks extends Migration {
  override up(): void {
    this.addSql('create index transfer_sealing on transfer (xid, position)');
    this.addSql(`create table block (
      number bigint primary key,
      first_xid xid8 not null,
      first_position bigint not null,
      last_xid xid8 not null,
      last_position bigint not null,
      count integer not null check (count > 0),
      root bytea not null check (length(root) = 32),
      previous bytea not null check (length(previous) = 32),
      sealed_at timestamptz not null,
      key text not null,
      hash bytea not null unique check (length(hash) = 32),
      signature bytea not null check (length(signature) = 64),
      leaves bytea not null check (length(leaves) = 32 * count)
    )`);
    this.addSql('alter table block alter column leaves set storage external'); // hashes do not compress
    this.addSql('create unique index block_by_place on block (last_xid, last_position)');
    this.addSql(`create trigger block_append_only before update or delete or truncate on block
      for each statement execute function ledger_is_append_only()`);
    this.addSql('revoke update, delete, truncate on block from current_user');
  }
}
