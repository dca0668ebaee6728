import { Migration } from '@mikro-orm/migrations';

/** Runs of the reconciliation, how far each is, and what it found. A nightly run is there once per business day. */
export class Reconciliations extends Migration {
  override up(): void {
    this.addSql(`create table reconciliation (
      id uuid primary key,
      due_on date unique,
      asked_by uuid,
      started_at timestamptz not null,
      ended_at timestamptz,
      check_name text,
      cursor jsonb,
      checks jsonb not null default '{}',
      check ((check_name is null) = (ended_at is not null))
    )`);
    this.addSql(
      'create unique index reconciliation_on_demand on reconciliation ((true)) where ended_at is null and due_on is null',
    );
    this.addSql(`create table reconciliation_finding (
      reconciliation_id uuid not null references reconciliation,
      place integer not null,
      check_name text not null,
      subject text not null,
      expected text not null,
      found text not null,
      primary key (reconciliation_id, place)
    )`);
  }
}
