import { Migration } from '@mikro-orm/migrations';

/** What administrators did, and what looks like farming: a queue for people, nothing is taken from anybody without one of them. */
export class Review extends Migration {
  override up(): void {
    this.addSql(`create table game_audit (
      id uuid primary key,
      at timestamptz not null,
      act text not null,
      operator text,
      actor_id uuid,
      subject_id uuid,
      reason text not null,
      detail jsonb not null
    )`);
    this.addSql('create index game_audit_by_subject on game_audit (subject_id, at)');
    this.addSql(`create function game_audit_is_append_only() returns trigger language plpgsql as $$
      begin raise exception 'game_audit is append-only'; end $$`);
    this.addSql(`create trigger game_audit_append_only before update or delete or truncate on game_audit
      for each statement execute function game_audit_is_append_only()`);
    this.addSql(`create table suspicion (
      id uuid primary key,
      signal text not null check (signal in ('VELOCITY', 'MUTUAL_AWARDS', 'SAME_COUNTERPART')),
      user_id uuid not null,
      counterpart_id uuid,
      day date not null,
      facts uuid[] not null,
      measured jsonb not null,
      raised_at timestamptz not null,
      decision text check (decision in ('DISMISSED', 'TAKEN_BACK')),
      decided_by uuid,
      decided_at timestamptz,
      reason text,
      taken_back uuid[],
      check ((decision is null) = (decided_at is null))
    )`);
    this.addSql(`create unique index suspicion_once on suspicion
      (signal, user_id, coalesce(counterpart_id, '00000000-0000-0000-0000-000000000000'), day)`);
    this.addSql('create index suspicion_open on suspicion (raised_at, id) where decision is null');
    this.addSql('create index suspicion_order on suspicion (raised_at, id)');
    this.addSql('create index game_fact_by_hearing on game_fact (heard_at)');
  }
}
