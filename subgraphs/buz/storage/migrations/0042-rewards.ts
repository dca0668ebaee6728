import { Migration } from '@mikro-orm/migrations';
import { CLAIMABLE } from '../../domain/reward.ts';

/**
 * Rewards, one row for ever per (user, rule, subject): the once of every payout. V2 ("logical economics") paid from counters that minted; here a
 * reward waits in the order of its position until the day's emission has room, and comes out of the rewards pool or, claimable, out of a reserve.
 */
export class Rewards extends Migration {
  override up(): void {
    this.addSql(
      `insert into account (address, kind, floor, last_at) values ('${CLAIMABLE}', 'RESERVE', 0, '2026-01-01T00:00:00Z')`,
    );
    this.addSql(`create table reward (
      id uuid primary key default gen_random_uuid(),
      position bigint generated always as identity unique,
      user_id uuid not null,
      code text not null,
      subject text not null check (length(subject) between 1 and 100),
      rule_id uuid not null references economy_rule,
      amount bigint not null check (amount > 0),
      state text not null default 'WAITING' check (state in ('WAITING', 'PAID', 'CLAIMABLE', 'CLAIMED', 'EXPIRED', 'FORFEITED')),
      waits_for text check (waits_for in ('EMISSION', 'POOL')),
      source_event_id uuid not null,
      earned_at timestamptz not null,
      emitted_on date,
      expires_at timestamptz,
      ended_at timestamptz,
      unique (user_id, code, subject),
      check (state = 'WAITING' or waits_for is null),
      check ((state in ('WAITING', 'FORFEITED')) = (emitted_on is null)),
      check ((state in ('CLAIMABLE', 'CLAIMED', 'EXPIRED')) = (expires_at is not null)),
      check ((state in ('WAITING', 'CLAIMABLE')) = (ended_at is null))
    )`);
    this.addSql("create index reward_waiting on reward (position) where state = 'WAITING'");
    this.addSql("create index reward_claimable on reward (user_id, position) where state = 'CLAIMABLE'");
    this.addSql("create index reward_expiring on reward (expires_at) where state = 'CLAIMABLE'");
    this.addSql('create index reward_of_user on reward (user_id, position desc)');
    this.addSql(`create table emission_day (
      day date primary key,
      cap bigint not null,
      emitted bigint not null default 0 check (emitted >= 0),
      check (emitted <= cap)
    )`);
    this.addSql(`create function reward_ends_once() returns trigger language plpgsql as $$
      begin
        if old.state not in ('WAITING', 'CLAIMABLE') then raise exception 'reward % ended as %', old.id, old.state; end if;
        return new;
      end $$`);
    this.addSql(
      'create trigger reward_ends_once before update on reward for each row execute function reward_ends_once()',
    );
    this.addSql(`create table venture_team (
      venture_id uuid not null,
      user_id uuid not null,
      owner boolean not null,
      primary key (venture_id, user_id)
    )`);
    this.addSql('create unique index venture_team_owner on venture_team (venture_id) where owner');
  }
}
