import type { Sql } from '#chassis/storage/transact';
import { arrayLiteral } from './arrays.ts';

/** The longest streak of each of these players in days, of logins or of activity. */
export async function readLongestStreaks(sql: Sql, userIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ userId: string; longest: number }>(
    `select user_id as "userId", max(longest) as longest from streak where user_id = any(?::uuid[]) group by user_id`,
    [arrayLiteral(userIds)],
  );
  return new Map(rows.map(({ userId, longest }) => [userId, longest]));
}

export async function readLongestStreak(sql: Sql, userId: string): Promise<number> {
  return (await readLongestStreaks(sql, [userId])).get(userId) ?? 0;
}
