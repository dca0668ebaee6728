import type { Sql } from '#chassis/storage/transact';

/** The kinds of facts that rules and quests may name: whatever is worth XP. */
export async function readKinds(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ activity: string }>('select distinct activity from xp_rule');
  return new Set(rows.map(({ activity }) => activity));
}
