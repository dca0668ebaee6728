import { Migration } from '@mikro-orm/migrations';

/** The log of facts, append-only by trigger. What the ledger held before there was a log becomes facts, so that a replay finds it. */
export class FactLog extends Migration {
  override up(): void {
    this.addSql(`create table game_fact (
      id uuid primary key,
      position bigint generated always as identity unique,
      user_id uuid not null references player,
      kind text not null,
      source_event_id uuid not null,
      counterpart_id uuid,
      subject_id uuid,
      detail jsonb,
      happened_at timestamptz not null,
      heard_at timestamptz not null,
      derived boolean not null,
      takes_back_id uuid unique references game_fact,
      unique (user_id, kind, source_event_id),
      check ((takes_back_id is null) = (kind <> 'TAKEN_BACK'))
    )`);
    this.addSql('create index game_fact_by_kind on game_fact (user_id, kind, happened_at)');
    this.addSql(
      'create index game_fact_by_counterpart on game_fact (counterpart_id, happened_at) where counterpart_id is not null',
    );
    this.addSql(`create function game_fact_is_append_only() returns trigger language plpgsql as $$
      begin raise exception 'game_fact is append-only: take a fact back by another one'; end $$`);
    this.addSql(`insert into game_fact (id, user_id, kind, source_event_id, happened_at, heard_at, derived)
      select id, user_id, activity, source_event_id, awarded_at, awarded_at, false from xp_entry order by awarded_at, sequence`);
    this.addSql(`create trigger game_fact_append_only before update or delete or truncate on game_fact
      for each statement execute function game_fact_is_append_only()`);

    this.addSql('drop trigger xp_entry_append_only on xp_entry');
    this.addSql(`alter table xp_entry
      add column fact_id uuid references game_fact,
      add column compensates_id uuid unique references xp_entry`);
    this.addSql('update xp_entry set fact_id = id');
    this.addSql('alter table xp_entry alter column fact_id set not null, add unique (fact_id)');
    this.addSql(`create trigger xp_entry_append_only before update or delete or truncate on xp_entry
      for each statement execute function xp_entry_is_append_only()`);
  }
}
