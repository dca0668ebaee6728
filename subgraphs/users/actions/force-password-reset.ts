import type { Id } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { administerCredentials, type CredentialsRefusal } from './administer-credentials.ts';
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
): Promise<PasswordResetForced | CredentialsRefusal> {
  return scope.transact(async (tx) => {
    const account = await administerCredentials(scope, tx, input.userId);
    if (isRefusal(account)) return account;
    account.forcePasswordReset();
    await tx.em.flush();
    const sessionsEnded = await endSessions(scope, tx, { accountId: account.id }, 'password_reset_forced');
    const lifeMinutes = scope.ports.rules.resetLinkMinutes;
    await issueLink(scope, tx, account, { purpose: 'RESET_PASSWORD', template: 'RESET_FORCED', lifeMinutes });
    await recordSecurity(scope, tx, 'password_reset_forced', { userId: account.id, detail: { reason: input.reason } });
    return { userId: account.id, sessionsEnded };
  });
}
