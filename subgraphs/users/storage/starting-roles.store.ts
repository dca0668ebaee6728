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

/**
 * The way in for the person whom the operator named in the settings: SUPER_ADMIN, as long as nobody holds it. Two who verify at the
 * same moment follow each other.
 */
export async function becomeFirstAdministrator(sql: Sql, userId: Id, now: Date): Promise<void> {
  await sql('lock table user_role in share row exclusive mode');
  await sql(
    `insert into user_role (id, user_id, role, reason, assigned_at)
     select ?::uuid, ?::uuid, 'SUPER_ADMIN', 'first administrator, named in the settings', ?::timestamptz
     where not exists (select from user_role where role = 'SUPER_ADMIN' and revoked_at is null)`,
    [newId(), userId, now],
  );
}
