import { isRefusal, refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope } from '#chassis/mount/scope';
import { refuseAssignment, refuseRevocation } from '../domain/role-change.ts';
import type { RoleName } from '../domain/role.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { closeHolding, insertHolding, otherSuperAdmins } from '../storage/roles.store.ts';
import { administer } from './administer.ts';
import { refreshAccess } from './change-access.ts';
import { recordSecurity } from './record-security.ts';

export interface RolesChanged {
  readonly userId: string;
}

type Either = 'NotFound' | 'Forbidden';

/** Gives somebody else a role, for a stated reason and, if wished, until a moment of business time. */
export async function assignRole(
  scope: Scope<UsersPorts>,
  input: { userId: string; role: RoleName; reason: string; expiresAt: Date | null },
): Promise<RolesChanged | StepUpRefusal | Refusal<Either | 'RoleExpiryPassed' | 'RoleAlreadyHeld'>> {
  const stale = refuseStale(scope.caller, scope.ports.wall.now().getTime());
  if (stale) return stale;
  return scope.transact(async (tx) => {
    const parties = await administer(scope, tx, input.userId);
    if (isRefusal(parties)) return parties;
    const now = scope.clock.now();
    const { userId, role, expiresAt, reason } = input;
    const refused = refuseAssignment(parties.actor, { subjectId: userId, role, expiresAt }, now);
    if (refused) return refused;
    const holding = { userId, role, reason, expiresAt, assignedBy: parties.actor.userId };
    if (!(await insertHolding(tx.sql, holding, now))) return refusal('RoleAlreadyHeld', `The user is ${role} already.`);
    await refreshAccess(tx, { accountId: userId }, 'role_assigned');
    const detail = { role, reason, expiresAt: expiresAt?.toISOString() ?? null };
    await recordSecurity(scope, tx, 'role_assigned', { userId, detail });
    return { userId };
  });
}

/** Takes a role away. The last SUPER_ADMIN without an end stays, also when two revoke each other at once. */
export async function revokeRole(
  scope: Scope<UsersPorts>,
  input: { userId: string; role: RoleName; reason: string },
): Promise<RolesChanged | StepUpRefusal | Refusal<Either | 'LastSuperAdmin' | 'RoleNotHeld'>> {
  const stale = refuseStale(scope.caller, scope.ports.wall.now().getTime());
  if (stale) return stale;
  return scope.transact(async (tx) => {
    const parties = await administer(scope, tx, input.userId);
    if (isRefusal(parties)) return parties;
    const { userId, role, reason } = input;
    if (!parties.subjectRoles.includes(role)) return refusal('RoleNotHeld', `The user is not ${role}.`);
    const keepers = role === 'SUPER_ADMIN' ? await otherSuperAdmins(tx.sql, userId) : 0;
    const refused = refuseRevocation(parties.actor, userId, role, keepers);
    if (refused) return refused;
    await closeHolding(tx.sql, { userId, role, reason, revokedBy: parties.actor.userId }, scope.clock.now());
    await refreshAccess(tx, { accountId: userId }, 'role_revoked');
    await recordSecurity(scope, tx, 'role_revoked', { userId, detail: { role, reason } });
    return { userId };
  });
}
