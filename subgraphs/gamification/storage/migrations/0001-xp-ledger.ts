import { Migration } from '@mikro-orm/migrations';

/** The ladder and the award table are data (DOMAIN 8.1 A, 8.2); the ledger is append-only by trigger. */
export class XpLedger extends Migration {
  override up(): void {
    this.addSql(`create table player (
      user_id uuid primary key,
      xp integer not null default 0 check (xp >= 0),
      entries integer not null default 0,
      joined_at timestamptz not null
    ) with (fillfactor = 70)`);
    this.addSql(`create table xp_rule (
      activity text primary key,
      xp integer not null check (xp > 0),
      daily_cap integer check (daily_cap > 0),
      lifetime_cap integer check (lifetime_cap > 0)
    )`);
    this.addSql(`insert into xp_rule (activity, xp, daily_cap, lifetime_cap) values
      ('PROFILE_COMPLETED', 100, null, 1),
      ('DAILY_LOGIN', 50, 1, null),
      ('SKILL_VERIFIED', 250, 5, null)`);
    this.addSql(`create table level_step (
      name text primary key,
      xp_from integer not null unique check (xp_from >= 0),
      multiplier_bp integer not null check (multiplier_bp >= 10000)
    )`);
    this.addSql(`insert into level_step (name, xp_from, multiplier_bp) values
      ('OWLET', 0, 10000), ('HAWK', 1000, 11000), ('EAGLE', 5000, 12000), ('SKY_MASTER', 15000, 13000),
      ('PHOENIX', 50000, 14000), ('DRAGON', 150000, 15000), ('TITAN', 500000, 16000), ('LEGEND', 1500000, 17000)`);
    this.addSql(`create table xp_entry (
      id uuid primary key,
      user_id uuid not null references player,
      sequence integer not null,
      activity text not null references xp_rule,
      amount integer not null,
      multiplier_bp integer not null,
      xp_after integer not null check (xp_after >= 0),
      source_event_id uuid not null,
      day date not null,
      awarded_at timestamptz not null,
      unique (user_id, sequence),
      unique (user_id, activity, source_event_id)
    )`);
    this.addSql('create index xp_entry_by_day on xp_entry (user_id, activity, day)');
    this.addSql(`create function xp_entry_is_append_only() returns trigger language plpgsql as $$
      begin raise exception 'xp_entry is append-only: correct by another entry'; end $$`);
    this.addSql(`create trigger xp_entry_append_only before update or delete or truncate on xp_entry
      for each statement execute function xp_entry_is_append_only()`);
  }
}
