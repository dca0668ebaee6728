import { Migration } from '@mikro-orm/migrations';

/**
 * That an entry has an account is checked for all entries of a statement at once: a foreign key asks for each row by itself, which was half of
 * what a batch of transfers cost. The other half of a foreign key stays too: accounts never go away, nor change their id.
 */
export class EntryAccounts extends Migration {
  override up(): void {
    this.addSql('alter table entry drop constraint entry_account_id_fkey');
    // one probe of the index per entry, however the statistics look
    this.addSql(`create or replace function entries_balance() returns trigger language plpgsql
      set enable_hashjoin = off set enable_mergejoin = off as $$
      begin
        if exists (select from fresh group by transfer_id having sum(amount) <> 0) then
          raise exception 'the legs of a transfer do not sum to zero';
        end if;
        if exists (select from fresh where not exists (select from account where id = fresh.account_id)) then
          raise exception 'an entry has no account' using errcode = 'foreign_key_violation';
        end if;
        return null;
      end $$`);
    this.addSql(`create function accounts_stay() returns trigger language plpgsql as $$
      begin raise exception 'accounts are closed, never deleted'; end $$`);
    this.addSql(`create trigger accounts_stay before delete or truncate or update of id, address on account
      for each statement execute function accounts_stay()`);
    this.addSql('revoke delete, truncate on account from current_user');
  }
}
