import type { Sql } from '#chassis/storage/transact';
import type { PriorAwards, XpRule } from '../domain/award.ts';
import { ladderOf, type Ladder } from '../domain/level.ts';

export async function readLadder(sql: Sql): Promise<Ladder> {
  const steps = await sql<{ name: string; xpFrom: number; multiplierBp: number }>(
    'select name, xp_from as "xpFrom", multiplier_bp as "multiplierBp" from level_step',
  );
  return ladderOf(steps);
}

/** The rule of one activity; null when it is not worth XP. */
export async function readRule(sql: Sql, activity: string): Promise<XpRule | null> {
  const [rule] = await sql<XpRule>(
    'select activity, xp, daily_cap as "dailyCap", lifetime_cap as "lifetimeCap" from xp_rule where activity = ?',
    [activity],
  );
  return rule ?? null;
}

/** What the ledger already holds and was not taken back; read under the lock of the player. */
export async function readPriorAwards(
  sql: Sql,
  award: { userId: string; activity: string; day: string },
): Promise<PriorAwards> {
  const [prior] = await sql<PriorAwards & object>(
    `select count(*) filter (where e.day = ?::date)::int as "thisDay", count(*)::int as ever
     from xp_entry e where e.user_id = ? and e.activity = ? and e.compensates_id is null
       and not exists (select from xp_entry c where c.compensates_id = e.id)`,
    [award.day, award.userId, award.activity],
  );
  return prior!;
}
