import type { Grants } from '../domain/role.ts';
import { arrayLiteral } from './sql.ts';
import type { Sql } from './sql.ts';

interface GrantRow {
  user_id: string;
  roles: string[];
  permissions: string[];
}

const NOTHING: Grants = { roles: [], permissions: [] };

/** What `userId` holds at `now` (business time): unrevoked, unexpired roles, weakest first, and the permissions that these roles are granted. */
export async function grantsOf(sql: Sql, userId: string, now: Date): Promise<Grants> {
  return (await grantsOfMany(sql, [userId], now)).get(userId) ?? NOTHING;
}

/** The same for many users in one statement; a user without a role is missing from the map. */
export async function grantsOfMany(sql: Sql, userIds: readonly string[], now: Date): Promise<Map<string, Grants>> {
  const rows = await sql<GrantRow>(
    `select held.user_id,
            array_agg(distinct role.level || ':' || role.name) as roles,
            coalesce(array_agg(distinct granted.permission) filter (where granted.permission is not null), '{}') as permissions
       from user_role held
       join role on role.name = held.role
       left join role_permission granted on granted.role = held.role
      where held.user_id = any(?::uuid[]) and held.revoked_at is null and (held.expires_at is null or held.expires_at > ?)
      group by held.user_id`,
    [arrayLiteral(userIds), now],
  );
  return new Map(rows.map((row) => [row.user_id, { roles: byLevel(row.roles), permissions: row.permissions }]));
}

function byLevel(leveled: readonly string[]): string[] {
  return leveled
    .map((text) => text.split(':') as [string, string])
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, name]) => name);
}
