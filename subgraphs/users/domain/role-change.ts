import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { levelOf } from './role.ts';
import type { RoleName } from './role.ts';

/** Who acts, as the database holds it now: a token may be a few seconds older than a revocation. */
export interface Actor {
  readonly userId: string;
  readonly roles: readonly string[];
}

export interface RoleAssignment {
  readonly subjectId: string;
  readonly role: RoleName;
  readonly expiresAt: Date | null;
}

type RoleRefusal<Name extends string> = Refusal<Name> | null;

/** Nobody raises himself, and nobody hands out what he does not stand above; a SUPER_ADMIN may make another one. */
export function refuseAssignment(
  actor: Actor,
  wish: RoleAssignment,
  now: Date,
): RoleRefusal<'Forbidden' | 'RoleExpiryPassed'> {
  if (actor.userId === wish.subjectId) return refusal('Forbidden', 'Nobody assigns a role to himself.');
  if (!standsAbove(actor, wish.role)) return refusal('Forbidden', `Assigning ${wish.role} takes a role above it.`);
  if (wish.expiresAt !== null && wish.expiresAt <= now)
    return refusal('RoleExpiryPassed', 'The role would already have expired.');
  return null;
}

/**
 * Taking a role away: from others only below one's own level (a SUPER_ADMIN: any); from oneself always, for that raises nobody.
 * `keepers` counts the OTHER active holders of SUPER_ADMIN whose role does not expire.
 */
export function refuseRevocation(
  actor: Actor,
  subjectId: string,
  role: RoleName,
  keepers: number,
): RoleRefusal<'Forbidden' | 'LastSuperAdmin'> {
  if (actor.userId !== subjectId && !standsAbove(actor, role))
    return refusal('Forbidden', `Revoking ${role} takes a role above it.`);
  if (role === 'SUPER_ADMIN' && keepers === 0) return refusal('LastSuperAdmin', 'The last SUPER_ADMIN stays.');
  return null;
}

/** Suspending and reinstating: never oneself, never somebody at or above one's own level. */
export function refuseSuspension(
  actor: Actor,
  subjectId: string,
  subjectRoles: readonly string[],
): RoleRefusal<'Forbidden'> {
  if (actor.userId === subjectId) return refusal('Forbidden', 'Nobody suspends or reinstates himself.');
  if (levelOf(actor.roles) <= levelOf(subjectRoles))
    return refusal('Forbidden', 'This takes a role above the one of the user.');
  return null;
}

function standsAbove(actor: Actor, role: RoleName): boolean {
  return actor.roles.includes('SUPER_ADMIN') || levelOf(actor.roles) > levelOf([role]);
}

/** Nobody changes what a role may that he does not stand above; SUPER_ADMIN holds every permission for ever, or nobody could give one back. */
export function refuseGrantChange(actor: Actor, wish: { role: RoleName; granted: boolean }): RoleRefusal<'Forbidden'> {
  if (wish.role === 'SUPER_ADMIN' && !wish.granted) return refusal('Forbidden', 'SUPER_ADMIN keeps every permission.');
  if (!standsAbove(actor, wish.role)) return refusal('Forbidden', `Changing ${wish.role} takes a role above it.`);
  return null;
}
