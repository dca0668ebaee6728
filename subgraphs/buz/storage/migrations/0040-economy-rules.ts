import { Migration } from '@mikro-orm/migrations';
import { BUZ } from '#kernel/buz';
import { SEED_EMISSION, SEED_PRICES, SEED_REWARDS, type SeedRule } from '../../domain/economy-seed.ts';

/**
 * Prices, rewards and the daily emission as versions that are never changed. The seed is version 1 from genesis on: the V2 columns ("logical
 * economics" of the running proxy) of DOMAIN 9.5 and 9.6, with the exceptions that domain/economy-seed.ts names.
 */
export class EconomyRules extends Migration {
  override up(): void {
    this.addSql(`create table economy_rule (
      id uuid primary key default gen_random_uuid(),
      kind text not null check (kind in ('PRICE', 'REWARD', 'EMISSION')),
      code text not null check (code ~ '^[A-Z][A-Z0-9_]{2,60}$'),
      version integer not null check (version > 0),
      amount bigint not null check (amount >= 0),
      category text not null,
      claim_days integer check (claim_days between 1 and 3650),
      effective_from timestamptz not null,
      effective_until timestamptz,
      origin text not null check (origin in ('SEED', 'FOUR_EYES', 'GOVERNANCE')),
      decision_id uuid,
      proposed_by uuid,
      approved_by uuid,
      because text not null,
      unique (kind, code, version),
      unique (decision_id),
      check (effective_until > effective_from),
      check (kind = 'REWARD' or claim_days is null),
      check ((origin = 'SEED') = (decision_id is null)),
      check ((origin = 'FOUR_EYES') = (proposed_by is not null and approved_by is not null)),
      check (proposed_by <> approved_by)
    )`);
    this.addSql('create index economy_rule_by_time on economy_rule (kind, code, effective_from desc, version desc)');
    const row =
      (kind: string) =>
      ([code, buz, category, claimDays]: SeedRule): string =>
        `('${kind}', '${code}', 1, ${BigInt(buz) * BUZ}, '${category}', ${claimDays ?? 'null'}, '2026-01-01T00:00:00Z', 'SEED', 'The start of the economy.')`;
    const rows = [...SEED_PRICES.map(row('PRICE')), ...SEED_REWARDS.map(row('REWARD')), row('EMISSION')(SEED_EMISSION)];
    this.addSql(
      `insert into economy_rule (kind, code, version, amount, category, claim_days, effective_from, origin, because) values ${rows.join(', ')}`,
    );
    this.addSql(`create function economy_rule_is_append_only() returns trigger language plpgsql as $$
      begin raise exception 'economy_rule is append-only: add the next version'; end $$`);
    this.addSql(`create trigger economy_rule_append_only before update or delete or truncate on economy_rule
      for each statement execute function economy_rule_is_append_only()`);
  }
}
