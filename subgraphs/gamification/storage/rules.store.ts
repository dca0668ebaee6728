import type { Sql } from '#chassis/storage/transact';
import type { PriorAwards, XpRule } from '../domain/award.ts';
import type { Fact } from '../domain/fact.ts';
import { ladderOf, type Ladder } from '../domain/level.ts';

export async function readLadder(sql: Sql): Promise<Ladder> {
  const steps = await sql<{ name: string; xpFrom: number; multiplierBp: number }>(
    'select name, xp_from as "xpFrom", multiplier_bp as "multiplierBp" from level_step',
  );
  return ladderOf(steps);
}

const RULE = `activity, version, xp, daily_cap as "dailyCap", lifetime_cap as "lifetimeCap", cooldown_seconds as "cooldownSeconds",
  to_jsonb(diminishing_bp) as "diminishingBp", condition`;

/** The version of an activity's rule that was in force at a moment; null when it is not worth XP. */
export async function readRuleAt(sql: Sql, activity: string, at: Date): Promise<XpRule | null> {
  const [rule] = await sql<XpRule>(
    `select ${RULE} from xp_rule_version where activity = ? and valid_from <= ? order by valid_from desc limit 1`,
    [activity, at],
  );
  return rule ?? null;
}

/** A version as administrators made it. */
export interface XpRuleVersion extends XpRule {
  readonly validFrom: Date;
  /** Null for the table that the platform began with. */
  readonly madeById: string | null;
  readonly madeAt: Date;
  readonly reason: string;
}

/** Every version of these activities (or of all), newest first. */
export async function readRuleVersions(sql: Sql, activities: readonly string[] | null): Promise<XpRuleVersion[]> {
  const rows = await sql<XpRuleVersion>(
    `select ${RULE}, valid_from as "validFrom", made_by as "madeById", made_at as "madeAt", reason from xp_rule_version
     where ?::jsonb is null or activity in (select jsonb_array_elements_text(?::jsonb)) order by activity, version desc`,
    activities ? [JSON.stringify(activities), JSON.stringify(activities)] : [null, null],
  );
  return rows.map((row) => ({ ...row, validFrom: new Date(row.validFrom), madeAt: new Date(row.madeAt) }));
}

/** Locks the rule of an activity until the transaction ends; false when there is none. */
export async function lockRule(sql: Sql, activity: string): Promise<boolean> {
  return (await sql('select activity from xp_rule where activity = ? for update', [activity])).length > 0;
}

export async function insertRuleVersion(sql: Sql, rule: XpRuleVersion): Promise<void> {
  await sql(
    `insert into xp_rule_version (activity, version, valid_from, xp, daily_cap, lifetime_cap, cooldown_seconds, diminishing_bp, condition,
       made_by, made_at, reason)
     values (?, ?, ?, ?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)::integer), ?::jsonb, ?, ?, ?)`,
    [
      rule.activity,
      rule.version,
      rule.validFrom,
      rule.xp,
      rule.dailyCap,
      rule.lifetimeCap,
      rule.cooldownSeconds,
      JSON.stringify(rule.diminishingBp),
      JSON.stringify(rule.condition),
      rule.madeById,
      rule.madeAt,
      rule.reason,
    ],
  );
}

/** Whether an activity is a doing of one's own that keeps a streak alive. */
export async function countsForStreak(sql: Sql, activity: string): Promise<boolean> {
  return (await sql('select 1 from xp_rule where activity = ? and counts_for_streak', [activity])).length > 0;
}

/** What the ledger already holds and was not taken back; read under the lock of the player. */
export async function readPriorAwards(sql: Sql, fact: Fact, rule: XpRule, day: string): Promise<PriorAwards> {
  const [prior] = await sql<PriorAwards & object>(
    `select count(*) filter (where e.day = ?::date)::int as "thisDay", count(*)::int as ever,
            coalesce(bool_or(abs(extract(epoch from f.happened_at - ?::timestamptz)) < ?::int), false) as cooling,
            coalesce(bool_or(f.subject_id = ?::uuid), false) as "sameSubject",
            coalesce(bool_or(f.counterpart_id = ?::uuid and e.day = ?::date), false) as "sameCounterpartThisDay",
            coalesce(bool_or(f.counterpart_id = ?::uuid), false) as "sameCounterpart"
     from xp_entry e join game_fact f on f.id = e.fact_id
     where e.user_id = ? and e.activity = ? and e.compensates_id is null
       and not exists (select from xp_entry c where c.compensates_id = e.id)`,
    [
      day,
      fact.happenedAt,
      rule.cooldownSeconds ?? 0,
      fact.subjectId,
      fact.counterpartId,
      day,
      fact.counterpartId,
      fact.userId,
      fact.kind,
    ],
  );
  return prior!;
}
