import { newId, type Id } from '#kernel/id';
import type { Sql } from './sql.ts';

/** The roles that the platform gives by itself on the way in; every other one is assigned by somebody. */
export async function holdRole(
  sql: Sql,
  userId: Id,
  role: 'GUEST' | 'MEMBER',
  reason: string,
  now: Date,
): Promise<void> {
  await sql(
    `insert into user_role (id, user_id, role, reason, assigned_at) values (?, ?, ?, ?, ?)
     on conflict (user_id, role) where revoked_at is null do nothing`,
    [newId(), userId, role, reason, now],
  );
}
