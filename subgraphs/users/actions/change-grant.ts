import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope } from '#chassis/mount/scope';
import { refuseGrantChange } from '../domain/role-change.ts';
import type { RoleName } from '../domain/role.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { grantsOf } from '../storage/grants.store.ts';
import { isPermission, setGrant, staleHoldersOf } from '../storage/roles.store.ts';
import { actingUser } from './acting-user.ts';
import { recordSecurity } from './record-security.ts';

/** What changing the grants of a role takes. */
export const ADMINISTERS_GRANTS = 'system.admin';

export interface GrantChanged {
  readonly role: RoleName;
}

type GrantRefusal = StepUpRefusal | Refusal<'Forbidden' | 'PermissionUnknown'>;

/** Grants a permission to a role (`granted`), or withdraws it. Everybody who holds the role follows; saying it twice changes nothing more. */
export async function changeGrant(
  scope: Scope<UsersPorts>,
  input: { role: RoleName; permission: string; granted: boolean; reason: string },
): Promise<GrantChanged | GrantRefusal> {
  const stale = refuseStale(scope.caller, scope.ports.wall.now().getTime());
  if (stale) return stale;
  const actorId = actingUser(scope);
  return scope.transact(async (tx) => {
    const account = await lockAccount(tx.em, actorId);
    const now = scope.clock.now();
    const actor = { userId: actorId, ...(await grantsOf(tx.sql, actorId, now)) };
    if (account?.status !== 'ACTIVE' || !actor.permissions.includes(ADMINISTERS_GRANTS))
      return refusal('Forbidden', `This takes the permission ${ADMINISTERS_GRANTS}.`);
    const refused = refuseGrantChange(actor, input);
    if (refused) return refused;
    if (!(await isPermission(tx.sql, input.permission)))
      return refusal('PermissionUnknown', 'There is no such permission in the catalogue.');
    if (!(await setGrant(tx.sql, { ...input, by: actorId }, now))) return { role: input.role };
    await staleHoldersOf(tx.sql, input.role, now);
    const { role, permission, reason } = input;
    const kind = input.granted ? 'permission_granted' : 'permission_withdrawn';
    await recordSecurity(scope, tx, kind, { userId: null, detail: { role, permission, reason } });
    return { role };
  });
}
