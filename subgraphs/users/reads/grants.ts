import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import type { Id } from '#kernel/id';
import { arrayLiteral, readingSql } from '../storage/sql.ts';

export interface RoleView {
  readonly name: string;
  readonly level: number;
  readonly description: string;
  readonly permissions: readonly string[];
}

/** Every role with what it is granted, weakest first. */
export async function allRoles(scope: Scope): Promise<RoleView[]> {
  return readingSql(scope.em)<RoleView>(
    `select role.name, role.level, role.description,
            coalesce(array_agg(granted.permission order by granted.permission) filter (where granted.permission is not null), '{}') as permissions
       from role left join role_permission granted on granted.role = role.name
      group by role.name order by role.level`,
  );
}

/** The catalogue, in the order of names. */
export async function allPermissions(scope: Scope): Promise<string[]> {
  const rows = await readingSql(scope.em)<{ name: string }>('select name from permission order by name');
  return rows.map((row) => row.name);
}

export interface RoleHolding {
  readonly userId: Id;
  readonly role: string;
  readonly assignedAt: Date;
  readonly assignedById: Id | null;
  readonly reason: string;
  readonly expiresAt: Date | null;
}

/** The roles that users hold now, with who gave them and why; unchecked. */
export const roleHoldingsLoader: LoaderDefinition<Id, readonly RoleHolding[]> = {
  name: 'users.role-holdings',
  async load(scope, userIds) {
    const rows = await readingSql(scope.em)<{
      user_id: string;
      role: string;
      assigned_at: string;
      assigned_by: string | null;
      reason: string;
      expires_at: string | null;
    }>(
      `select held.user_id, held.role, held.assigned_at, held.assigned_by, held.reason, held.expires_at
         from user_role held join role on role.name = held.role
        where held.user_id = any(?::uuid[]) and held.revoked_at is null and (held.expires_at is null or held.expires_at > ?)
        order by role.level`,
      [arrayLiteral(userIds), scope.clock.now()],
    );
    const byUser = Map.groupBy(rows, (row) => row.user_id);
    return userIds.map((id) =>
      (byUser.get(id) ?? []).map((row) => ({
        userId: row.user_id,
        role: row.role,
        assignedAt: new Date(row.assigned_at),
        assignedById: row.assigned_by,
        reason: row.reason,
        expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
      })),
    );
  },
};

export interface RoleCount {
  readonly role: string;
  readonly holders: number;
  readonly permissions: number;
  /** Holdings that end within 7 days. */
  readonly expiringSoon: number;
}

const SOON_MS = 7 * 24 * 3_600_000;

export async function rbacStats(scope: Scope): Promise<RoleCount[]> {
  const now = scope.clock.now();
  return readingSql(scope.em)<RoleCount>(
    `select role.name as role,
            (select count(*)::int from role_permission granted where granted.role = role.name) as permissions,
            count(held.id)::int as holders,
            (count(held.id) filter (where held.expires_at <= ?))::int as "expiringSoon"
       from role left join user_role held
         on held.role = role.name and held.revoked_at is null and (held.expires_at is null or held.expires_at > ?)
      group by role.name order by role.level`,
    [new Date(now.getTime() + SOON_MS), now],
  );
}
