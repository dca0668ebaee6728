import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlOf } from '#chassis/storage/transact';
import type { PriorAwards, XpRule } from '../domain/award.ts';
import { ladderOf, type Ladder } from '../domain/level.ts';

export async function readLadder(em: EntityManager): Promise<Ladder> {
  const steps = await sqlOf(em)<{ name: string; xpFrom: number; multiplierBp: number }>(
    'select name, xp_from as "xpFrom", multiplier_bp as "multiplierBp" from level_step',
  );
  return ladderOf(steps);
}

/** The rule of one activity; a missing one is a fault of the code that asks. */
export async function readRule(em: EntityManager, activity: string): Promise<XpRule> {
  const [rule] = await sqlOf(em)<XpRule>(
    'select activity, xp, daily_cap as "dailyCap", lifetime_cap as "lifetimeCap" from xp_rule where activity = ?',
    [activity],
  );
  if (!rule) throw new Error(`There is no XP rule for ${activity}.`);
  return rule;
}

/** What the ledger already holds; read under the lock of the player. */
export async function readPriorAwards(
  em: EntityManager,
  award: { userId: string; activity: string; day: string; sourceEventId: string },
): Promise<PriorAwards & { readonly thisEvent: boolean }> {
  const [prior] = await sqlOf(em)<{ thisDay: number; ever: number; thisEvent: boolean }>(
    `select count(*) filter (where day = ?::date)::int as "thisDay", count(*)::int as ever,
            coalesce(bool_or(source_event_id = ?::uuid), false) as "thisEvent"
     from xp_entry where user_id = ? and activity = ?`,
    [award.day, award.sourceEventId, award.userId, award.activity],
  );
  return prior!;
}
