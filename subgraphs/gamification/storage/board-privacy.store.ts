import type { Sql } from '#chassis/storage/transact';
import { idArray } from './sql-array.ts';

/** Who of some users is not to be named on public boards. */
export async function readAnonymous(sql: Sql, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ userId: string }>(
    'select user_id as "userId" from board_privacy where user_id = any(?::uuid[]) and not is_public',
    [idArray(userIds)],
  );
  return new Set(rows.map(({ userId }) => userId));
}

export async function writePrivacy(sql: Sql, userId: string, isPublic: boolean, changedAt: Date): Promise<void> {
  await sql(
    `insert into board_privacy (user_id, is_public, changed_at) values (?, ?, ?)
     on conflict (user_id) do update set is_public = excluded.is_public, changed_at = excluded.changed_at`,
    [userId, isPublic, changedAt],
  );
}
