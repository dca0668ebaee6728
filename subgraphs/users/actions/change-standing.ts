import { isRefusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { refuseSuspension } from '../domain/role-change.ts';
import { ADMIN_LEVEL, levelOf } from '../domain/role.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userReinstated, userSuspended } from '../published/users.events.ts';
import { administer } from './administer.ts';
import { endSessions } from './change-access.ts';
import { recordSecurity } from './record-security.ts';

export interface StandingChanged {
  readonly userId: string;
}

type StandingRefusal = Refusal<'NotFound' | 'Forbidden' | 'AccountStatusRefused'>;

/** Suspends an active user: his sessions end, and nobody but administrators sees him until he is reinstated. */
export function suspendUser(
  scope: Scope<UsersPorts>,
  input: { userId: string; reason: string },
): Promise<StandingChanged | StandingRefusal> {
  return changeStanding(scope, input, true);
}

/** Makes a suspended user active again; he signs in anew. */
export function reinstateUser(
  scope: Scope<UsersPorts>,
  input: { userId: string; reason: string },
): Promise<StandingChanged | StandingRefusal> {
  return changeStanding(scope, input, false);
}

async function changeStanding(
  scope: Scope<UsersPorts>,
  { userId, reason }: { userId: string; reason: string },
  suspend: boolean,
): Promise<StandingChanged | StandingRefusal> {
  return scope.transact(async (tx) => {
    const parties = await administer(scope, tx, userId);
    if (isRefusal(parties)) return parties;
    const { actor, subject, subjectRoles } = parties;
    if (levelOf(actor.roles) < ADMIN_LEVEL) return refusal('Forbidden', 'This takes the role ADMIN.');
    const refused =
      refuseSuspension(actor, userId, subjectRoles) ?? (suspend ? subject.suspend() : subject.reinstate());
    if (refused) return refused;
    await tx.em.flush();
    if (suspend) await endSessions(scope, tx, { accountId: userId }, 'suspended');
    await tx.tell(suspend ? userSuspended : userReinstated, userId, { userId, reason });
    await recordSecurity(scope, tx, suspend ? 'user_suspended' : 'user_reinstated', { userId, detail: { reason } });
    return { userId };
  });
}
