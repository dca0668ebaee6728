import { Migration } from '@mikro-orm/migrations';
import { FIRST_RULES, type FirstRule } from '../../domain/xp-rules.ts';

/** Rules get versions that are never changed; the ledger says what each line was multiplied by, and why. */
export class XpRules extends Migration {
  override up(): void {
    this.addSql('alter table xp_entry drop constraint xp_entry_activity_fkey');
    this.addSql('delete from xp_rule');
    this.addSql(`alter table xp_rule drop column xp, drop column daily_cap, drop column lifetime_cap,
      add column counts_for_streak boolean not null`);
    this.addSql(`create table xp_rule_version (
      activity text not null references xp_rule,
      version integer not null check (version > 0),
      valid_from timestamptz not null,
      xp integer not null check (xp between 0 and 100000),
      daily_cap integer check (daily_cap > 0),
      lifetime_cap integer check (lifetime_cap > 0),
      cooldown_seconds integer check (cooldown_seconds > 0),
      diminishing_bp integer[] not null default '{}' check (0 <= all (diminishing_bp) and 10000 >= all (diminishing_bp)),
      condition jsonb not null default '{}',
      made_by uuid,
      made_at timestamptz not null,
      reason text not null,
      primary key (activity, version),
      unique (activity, valid_from)
    )`);
    this.addSql(
      `insert into xp_rule (activity, counts_for_streak) values ${FIRST_RULES.map((rule) => `('${rule.activity}', ${!rule.passive})`).join(', ')}`,
    );
    this
      .addSql(`insert into xp_rule_version (activity, version, valid_from, xp, daily_cap, lifetime_cap, cooldown_seconds, diminishing_bp,
      condition, made_at, reason) values ${FIRST_RULES.map(valuesOf).join(', ')}`);
    this.addSql(`create function xp_rule_version_is_append_only() returns trigger language plpgsql as $$
      begin raise exception 'xp_rule_version is append-only: revise a rule by another version'; end $$`);
    this.addSql(`create trigger xp_rule_version_append_only before update or delete or truncate on xp_rule_version
      for each statement execute function xp_rule_version_is_append_only()`);

    this.addSql('drop trigger xp_entry_append_only on xp_entry');
    this.addSql(`alter table xp_entry
      add column rule_version integer,
      add column base integer,
      add column streak_bp integer not null default 10000,
      add column diminishing_bp integer not null default 10000,
      add column reason text`);
    this.addSql('update xp_entry set rule_version = 1, base = amount * 10000 / multiplier_bp');
    this.addSql(`alter table xp_entry alter column base set not null,
      add foreign key (activity, rule_version) references xp_rule_version (activity, version)`);
    this.addSql(`create trigger xp_entry_append_only before update or delete or truncate on xp_entry
      for each statement execute function xp_entry_is_append_only()`);

    this.addSql('alter table player add column highest_xp integer not null default 0');
    this.addSql('update player set highest_xp = xp');
    this.addSql('alter table player add check (highest_xp >= xp)');
  }
}

const orNull = (value: number | undefined): string => (value === undefined ? 'null' : String(value));

function valuesOf(rule: FirstRule): string {
  const caps = [rule.dailyCap, rule.lifetimeCap, rule.cooldownSeconds].map(orNull).join(', ');
  return `('${rule.activity}', 1, '1970-01-01T00:00:00Z', ${rule.xp}, ${caps}, '{${(rule.diminishingBp ?? []).join(',')}}',
    '${JSON.stringify(rule.condition ?? {})}', '1970-01-01T00:00:00Z', 'The table that the platform began with.')`;
}
