import { Migration } from '@mikro-orm/migrations';

/** The shards over which credits to the treasury spread, so that fees of parallel batches never wait for each other. */
export const TREASURY_SHARDS = 16;

/**
 * Accounts, transfers, entries. Genesis is part of the migration: it mints the cap once into the seven pools. What is written here is never
 * changed: a trigger refuses it, and the grants to do so are revoked (a foreign key to `transfer` would need the grant to lock its rows, so
 * there is none: verification finds what belongs to nothing).
 */
export class Ledger extends Migration {
  override up(): void {
    this.addSql(`create table account (
      id bigint generated always as identity primary key,
      address text not null unique,
      kind text not null,
      owner_id uuid,
      balance bigint not null default 0,
      version bigint not null default 0,
      floor bigint default 0,
      ceiling bigint,
      sent bigint not null default 0,
      status text not null default 'ACTIVE' check (status in ('ACTIVE', 'FROZEN', 'CLOSED')),
      documents text[] not null default '{}',
      verified boolean not null default false,
      last_at timestamptz not null,
      check (balance >= floor),
      check (balance <= ceiling)
    ) with (fillfactor = 50)`);
    this.addSql('create index account_by_owner on account (owner_id) where owner_id is not null');
    this.addSql('create index account_of_system on account (kind, id) where owner_id is null');
    this.addSql(`create table transfer (
      id uuid primary key,
      position bigint generated always as identity unique,
      xid xid8 not null default pg_current_xact_id(),
      kind text not null check (kind in ('GENESIS', 'SINGLE', 'PENDING', 'POST', 'VOID', 'EXPIRE', 'REVERSAL')),
      type text not null,
      amount bigint not null check (amount > 0),
      fee bigint not null check (fee >= 0),
      actor_id uuid,
      key_scope text,
      idempotency_key text,
      pending_id uuid,
      reverses_id uuid,
      subject_type text,
      subject_id uuid,
      memo text,
      expires_at timestamptz,
      occurred_at timestamptz not null,
      recorded_at timestamptz not null default clock_timestamp(),
      canonical text not null,
      check ((kind in ('POST', 'VOID', 'EXPIRE')) = (pending_id is not null)),
      check ((kind = 'REVERSAL') = (reverses_id is not null)),
      check ((key_scope is null) = (idempotency_key is null))
    )`);
    this.addSql(
      'create unique index transfer_once on transfer (key_scope, idempotency_key) where key_scope is not null',
    );
    this.addSql('create unique index transfer_resolved_once on transfer (pending_id) where pending_id is not null');
    this.addSql('create index transfer_reversals on transfer (reverses_id) where reverses_id is not null');
    this.addSql('create index transfer_subject on transfer (subject_id) where subject_id is not null');
    this.addSql(`create table entry (
      account_id bigint not null references account,
      version bigint not null check (version > 0),
      transfer_id uuid not null,
      amount bigint not null check (amount <> 0),
      balance_after bigint not null,
      sent_after bigint not null,
      at timestamptz not null,
      primary key (account_id, version)
    )`);
    this.addSql('create index entry_as_of on entry (account_id, at desc, version desc)');
    this.addSql('create index entry_by_transfer on entry (transfer_id)');
    this.addSql(`create function entries_balance() returns trigger language plpgsql as $$
      begin
        if exists (select from fresh group by transfer_id having sum(amount) <> 0) then
          raise exception 'the legs of a transfer do not sum to zero';
        end if;
        return null;
      end $$`);
    this.addSql(`create trigger entries_balance after insert on entry
      referencing new table as fresh for each statement execute function entries_balance()`);
    this.addSql(`create function ledger_is_append_only() returns trigger language plpgsql as $$
      begin raise exception '% is append-only: correct by another transfer', tg_table_name; end $$`);
    for (const table of ['transfer', 'entry']) {
      this.addSql(`create trigger ${table}_append_only before update or delete or truncate on ${table}
        for each statement execute function ledger_is_append_only()`);
      this.addSql(`revoke update, delete, truncate on ${table} from current_user`);
    }
  }
}
