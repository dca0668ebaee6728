import type { Caller } from '#chassis/identity/caller';
import type { RoleName } from '../domain/role.ts';
import { newId } from '#kernel/id';
import type { UsersWorld } from './world.ts';

/** A member with further roles, put there by hand, and a caller that carries what they grant, as a token would. */
export async function person(world: UsersWorld, ...roles: RoleName[]) {
  const { userId, sessionId, email } = await world.member();
  for (const role of roles)
    await world.rows(
      `insert into user_role (id, user_id, role, reason, assigned_at) values ($1, $2, $3, 'test', $4)`,
      newId(),
      userId,
      role,
      world.users.clock.now(),
    );
  return { userId, sessionId, email, caller: await callerWith(world, userId, sessionId) };
}

export type Person = Awaited<ReturnType<typeof person>>;

/** What a token issued now would say. */
export async function callerWith(world: UsersWorld, userId: string, sessionId: string): Promise<Partial<Caller>> {
  const rows = await world.rows<{ role: string; permission: string | null }>(
    `select held.role, granted.permission from user_role held left join role_permission granted on granted.role = held.role
      where held.user_id = $1 and held.revoked_at is null`,
    userId,
  );
  return {
    kind: 'user',
    userId,
    sessionId,
    freshAuthAt: world.wall.now().getTime(),
    roles: [...new Set(rows.map((row) => row.role))],
    permissions: [...new Set(rows.flatMap((row) => row.permission ?? []))],
  };
}

/** Runs one mutation of the people half and answers its union member; `fields` are asked of the success. */
export async function mutate(
  world: UsersWorld,
  name: string,
  input: object,
  caller: Partial<Caller>,
  fields = '',
): Promise<Record<string, unknown> & { __typename: string }> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return world.act(name, type, fields, input, caller);
}

/** The seeded skill of this place in the catalogue, 1 to 12. */
export function skillId(ordinal: number): string {
  return `01900000-0000-7000-8000-${ordinal.toString(16).padStart(12, '0')}`;
}
