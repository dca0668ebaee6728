import { isId, type Id } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import { refuseStale, type StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope } from '#chassis/mount/scope';
import { levelOf } from '../domain/role.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { grantsOf } from '../storage/grants.store.ts';
import { endSessions } from './change-access.ts';
import { issueLink } from './issue-link.ts';
import { recordSecurity } from './record-security.ts';

export interface PasswordResetForced {
  readonly userId: Id;
  readonly sessionsEnded: number;
}

/** An administrator makes somebody choose a new password by mail. Nobody but the owner ever sets or sees one. */
export async function forcePasswordReset(
  scope: Scope<UsersPorts>,
  input: { readonly userId: Id; readonly reason: string },
): Promise<PasswordResetForced | Refusal<'NotFound'> | Refusal<'Forbidden'> | StepUpRefusal> {
  const { caller, ports } = scope;
  const stale = refuseStale(caller, ports.wall.now().getTime());
  if (stale) return stale;
  if (caller.kind !== 'system' && !caller.permissions.includes('user.update')) return forbidden();
  return scope.transact(async (tx) => {
    const account = isId(input.userId) ? await lockAccount(tx.em, input.userId) : null;
    if (!account) return refusal('NotFound', 'There is no such user.');
    const { roles } = await grantsOf(tx.sql, account.id, scope.clock.now());
    if (caller.kind !== 'system' && levelOf(roles) > levelOf(caller.roles)) return forbidden();
    account.forcePasswordReset();
    await tx.em.flush();
    const sessionsEnded = await endSessions(scope, tx, { accountId: account.id }, 'password_reset_forced');
    const lifeMinutes = ports.rules.resetLinkMinutes;
    await issueLink(scope, tx, account, { purpose: 'RESET_PASSWORD', template: 'RESET_FORCED', lifeMinutes });
    await recordSecurity(scope, tx, 'password_reset_forced', { userId: account.id, detail: { reason: input.reason } });
    return { userId: account.id, sessionsEnded };
  });
}

const forbidden = () => refusal('Forbidden', 'You may not do this to this user.');
