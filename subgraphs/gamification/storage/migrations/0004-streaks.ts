import { Migration } from '@mikro-orm/migrations';

/** Zones with the instants from which they hold, the days that count, what covers others, and what was told about it. */
export class StreakTables extends Migration {
  override up(): void {
    this.addSql(`create table player_zone (
      user_id uuid not null references player,
      valid_from timestamptz not null,
      zone text not null,
      day_start_hour integer not null check (day_start_hour between 0 and 6),
      primary key (user_id, valid_from)
    )`);
    this.addSql(`create table streak_day (
      user_id uuid not null references player,
      kind text not null check (kind in ('LOGIN', 'ACTIVITY')),
      day date not null,
      zone text not null,
      day_start_hour integer not null,
      at timestamptz not null,
      facts integer not null check (facts > 0),
      primary key (user_id, kind, day)
    )`);
    this.addSql(`create table streak_cover (
      user_id uuid not null references player,
      day date not null,
      covered_by text not null check (covered_by in ('FREEZE', 'PAUSE', 'REPAIR')),
      primary key (user_id, day)
    )`);
    this.addSql(`create table streak_pause (
      user_id uuid not null references player,
      first_day date not null,
      last_day date not null check (last_day >= first_day),
      primary key (user_id, first_day)
    )`);
    this.addSql(`create table streak (
      user_id uuid not null references player,
      kind text not null check (kind in ('LOGIN', 'ACTIVITY')),
      days integer not null,
      longest integer not null,
      started_on date,
      last_day date,
      due_at timestamptz,
      primary key (user_id, kind)
    )`);
    this.addSql('create index streak_due on streak (due_at) where due_at is not null');
    this.addSql(`create table streak_freeze (
      user_id uuid primary key references player,
      held integer not null check (held >= 0),
      used integer not null
    )`);
    this.addSql(`create table streak_reach (
      user_id uuid not null references player,
      kind text not null,
      started_on date not null,
      days integer not null,
      primary key (user_id, kind, started_on, days)
    )`);
    this.addSql(`create table streak_break (
      user_id uuid not null references player,
      kind text not null,
      missed_on date not null,
      zone text not null,
      days integer not null,
      started_on date not null,
      broken_at timestamptz not null,
      primary key (user_id, kind, missed_on)
    )`);
    // logins from before there were streaks, by the days of the zone that everybody had
    this.addSql(`insert into streak_day (user_id, kind, day, zone, day_start_hour, at, facts)
      select user_id, case kind when 'DAILY_LOGIN' then 'LOGIN' else 'ACTIVITY' end, (happened_at at time zone 'UTC')::date, 'UTC', 0,
             min(happened_at), count(*)
      from game_fact where kind in ('DAILY_LOGIN', 'PROFILE_COMPLETED', 'SKILL_VERIFIED') group by 1, 2, 3`);
    this.addSql(`insert into streak (user_id, kind, days, longest, due_at)
      select user_id, kind, 0, 1, max(at) from streak_day group by 1, 2`);
  }
}
