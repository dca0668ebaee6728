import { Migration } from '@mikro-orm/migrations';

/** Weekly leagues. Their closes are decisions that were told: they are kept, and never worked out anew. */
export class Leagues extends Migration {
  override up(): void {
    this.addSql(`create table league (
      id uuid primary key,
      week date not null check (extract(isodow from week) = 1),
      tier text not null check (tier in ('BRONZE', 'SILVER', 'GOLD', 'PLATINUM', 'DIAMOND')),
      closed_at timestamptz
    )`);
    this.addSql('create index league_open on league (week, id) where closed_at is null');
    this.addSql(`create table league_player (
      week date not null check (extract(isodow from week) = 1),
      user_id uuid not null,
      score integer not null,
      reached_at timestamptz not null,
      league_id uuid references league,
      seat smallint check (seat between 1 and 30),
      place smallint check (place between 1 and 30),
      outcome text check (outcome in ('PROMOTED', 'STAYED', 'DEMOTED')),
      primary key (user_id, week),
      unique (league_id, seat),
      unique (league_id, place),
      check ((league_id is null) = (seat is null)),
      check (outcome is null or league_id is not null)
    ) with (fillfactor = 70)`);
    this.addSql('create index league_player_unseated on league_player (week) where league_id is null');
    this.addSql('create index league_player_open on league_player (week) where outcome is null');
    this.addSql('create table league_tier (user_id uuid primary key, tier text not null)');
  }
}
