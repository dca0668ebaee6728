import { Migration } from '@mikro-orm/migrations';
import { genesis } from '../../domain/genesis.ts';
import { STAKING_RESERVE } from '../../domain/stake-move.ts';
import { EARLY_EXIT_BP, SEED_TIERS } from '../../domain/stake-tier.ts';

/** The terms of the tiers, positions, and the account in which promised rewards wait. */
export class Staking extends Migration {
  override up(): void {
    const { at } = genesis().entries[0]!;
    this.addSql(
      `insert into account (address, kind, floor, last_at) values ('${STAKING_RESERVE}', 'RESERVE', 0, '${at.toISOString()}')`,
    );
    this.addSql(`create table stake_tier (
      tier text not null,
      version int not null check (version > 0),
      apy_bp int not null check (apy_bp between 0 and 10000),
      days int not null check (days > 0),
      minimum bigint not null check (minimum > 0),
      maximum bigint not null check (maximum >= minimum),
      penalty_bp int not null check (penalty_bp between 0 and 10000),
      effective_from timestamptz not null,
      primary key (tier, version)
    )`);
    this.addSql(`create trigger stake_tier_append_only before update or delete or truncate on stake_tier
      for each statement execute function ledger_is_append_only()`);
    for (const { tier, apyBp, days, minimum, maximum } of SEED_TIERS) {
      this.addSql(`insert into stake_tier values
        ('${tier}', 1, ${apyBp}, ${days}, ${minimum}, ${maximum}, ${EARLY_EXIT_BP}, '${at.toISOString()}')`);
    }
    this.addSql(`create table stake (
      id uuid primary key,
      user_id uuid not null,
      tier text not null,
      principal bigint not null check (principal > 0),
      apy_bp int not null,
      days int not null,
      penalty_bp int not null,
      reward bigint not null check (reward >= 0),
      term int not null check (term > 0),
      started_at timestamptz not null,
      matures_at timestamptz not null check (matures_at > started_at),
      status text not null check (status in ('ACTIVE', 'MATURED', 'WITHDRAWN', 'WITHDRAWN_EARLY')),
      auto_renew boolean not null,
      rewards_paid bigint not null default 0,
      ended_at timestamptz,
      returned bigint check (returned between 0 and principal),
      check ((status in ('WITHDRAWN', 'WITHDRAWN_EARLY')) = (ended_at is not null)),
      check ((ended_at is null) = (returned is null))
    )`);
    this.addSql(`create index stake_due on stake (matures_at, id) where status = 'ACTIVE'`);
    this.addSql('create index stake_of_user on stake (user_id, id desc)');
  }
}
