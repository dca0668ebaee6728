import { newId } from '#kernel/id';
import type { RoleName } from '../domain/role.ts';
import type { Sql } from './sql.ts';

export interface NewHolding {
  readonly userId: string;
  readonly role: RoleName;
  readonly assignedBy: string | null;
  readonly reason: string;
  readonly expiresAt: Date | null;
}

/** False when the role is held already. A holding that has run out is closed first, at the moment at which it ran out. */
export async function insertHolding(sql: Sql, holding: NewHolding, now: Date): Promise<boolean> {
  const { userId, role, assignedBy, reason, expiresAt } = holding;
  await sql(
    `update user_role set revoked_at = expires_at, revoke_reason = 'expired'
      where user_id = ? and role = ? and revoked_at is null and expires_at <= ?`,
    [userId, role, now],
  );
  const rows = await sql(
    `insert into user_role (id, user_id, role, assigned_by, reason, assigned_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (user_id, role) where revoked_at is null do nothing returning id`,
    [newId(), userId, role, assignedBy, reason, now, expiresAt],
  );
  return rows.length === 1;
}

/** False when the role is not held. */
export async function closeHolding(
  sql: Sql,
  holding: { userId: string; role: RoleName; revokedBy: string | null; reason: string },
  now: Date,
): Promise<boolean> {
  const rows = await sql(
    `update user_role set revoked_at = ?, revoked_by = ?, revoke_reason = ?
      where user_id = ? and role = ? and revoked_at is null and (expires_at is null or expires_at > ?) returning id`,
    [now, holding.revokedBy, holding.reason, holding.userId, holding.role, now],
  );
  return rows.length === 1;
}

/** How many OTHER active users hold SUPER_ADMIN without an end. Locks the role, so that nobody else counts or changes meanwhile. */
export async function otherSuperAdmins(sql: Sql, userId: string): Promise<number> {
  await sql(`select name from role where name = 'SUPER_ADMIN' for no key update`);
  const [row] = await sql<{ keepers: number }>(
    `select count(*)::int as keepers from user_role held join account on account.id = held.user_id and account.status = 'ACTIVE'
      where held.role = 'SUPER_ADMIN' and held.revoked_at is null and held.expires_at is null and held.user_id <> ?`,
    [userId],
  );
  return row!.keepers;
}

/** Closes what has run out; answers who lost which role. Rows that another replica is closing are left to it. */
export async function closeExpired(sql: Sql, now: Date, atMost: number): Promise<{ userId: string; role: string }[]> {
  return sql<{ userId: string; role: string }>(
    `with expired as (
       select id from user_role where revoked_at is null and expires_at <= ? order by expires_at, id limit ? for update skip locked)
     update user_role set revoked_at = expires_at, revoke_reason = 'expired' from expired where user_role.id = expired.id
     returning user_role.user_id as "userId", user_role.role`,
    [now, atMost],
  );
}

/** False when nothing changed: the role had (or lacked) the permission already. */
export async function setGrant(
  sql: Sql,
  grant: { role: RoleName; permission: string; granted: boolean; by: string },
  now: Date,
): Promise<boolean> {
  const { role, permission, granted, by } = grant;
  const rows = granted
    ? await sql(
        `insert into role_permission (role, permission, granted_by, granted_at) values (?, ?, ?, ?) on conflict do nothing returning role`,
        [role, permission, by, now],
      )
    : await sql('delete from role_permission where role = ? and permission = ? returning role', [role, permission]);
  return rows.length === 1;
}

export async function isPermission(sql: Sql, name: string): Promise<boolean> {
  return (await sql('select name from permission where name = ?', [name])).length === 1;
}

/**
 * Makes the tokens of everybody who holds the role stale, in one statement however many they are. The doors follow the sessions
 * themselves; there is no event per user.
 */
export async function staleHoldersOf(sql: Sql, role: RoleName, now: Date): Promise<void> {
  await sql(
    `with chosen as (
       select session.id from session join user_role held on held.user_id = session.account_id
        where held.role = ? and held.revoked_at is null and (held.expires_at is null or held.expires_at > ?)
          and session.revoked_at is null
        order by session.id for update of session)
     update session set epoch = epoch + 1, access_changed_at = clock_timestamp() from chosen where session.id = chosen.id`,
    [role, now],
  );
}
