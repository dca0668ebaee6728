import { Migration } from '@mikro-orm/migrations';

/** Acts that need two people, and the append-only log of everything that administrators of the money did. */
export class Administration extends Migration {
  override up(): void {
    this.addSql(`create table two_person_act (
      id uuid primary key,
      kind text not null,
      body jsonb not null,
      summary text not null,
      reason text not null,
      proposer_id uuid not null,
      proposed_at timestamptz not null,
      expires_at timestamptz not null,
      state text not null default 'WAITING' check (state in ('WAITING', 'DONE', 'REJECTED', 'WITHDRAWN')),
      decider_id uuid,
      decided_at timestamptz,
      decision_reason text,
      subject_id uuid,
      check ((state = 'WAITING') = (decided_at is null)),
      check ((state = 'WAITING') = (decider_id is null)),
      check (state not in ('DONE', 'REJECTED') or decider_id <> proposer_id),
      check (state <> 'WITHDRAWN' or decider_id = proposer_id)
    )`);
    this.addSql('create index two_person_act_newest on two_person_act (proposed_at desc, id desc)');
    this.addSql(`create table admin_log (
      n bigint generated always as identity primary key,
      at timestamptz not null,
      recorded_at timestamptz not null default clock_timestamp(),
      admin_id uuid not null,
      act text not null,
      subject_type text not null,
      subject_id uuid not null,
      reason text not null,
      detail jsonb not null,
      request_id text not null
    )`);
    this.addSql(`create trigger admin_log_append_only before update or delete or truncate on admin_log
      for each statement execute function ledger_is_append_only()`);
    this.addSql('revoke update, delete, truncate on admin_log from current_user');
  }
}
