import type { Id } from '#kernel/id';
import { isRefusal, refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { userMfaDisabled } from '../published/users.events.ts';
import { removeTotp, totpFactor } from '../storage/factors.store.ts';
import { administerCredentials, type CredentialsRefusal } from './administer-credentials.ts';
import { endSessions } from './change-access.ts';
import { issueLink } from './issue-link.ts';
import { queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';
import { totpNotActive, type TotpNotActive } from './set-up-totp.ts';

export interface SecondFactorRemoved {
  readonly userId: Id;
  readonly sessionsEnded: number;
}

/**
 * The way back for somebody who lost the authenticator and the recovery codes, after an administrator has made sure who asks. The
 * password alone must not be enough afterwards, so it has to be reset by mail too: it takes the mailbox and the administrator.
 */
export async function removeSecondFactor(
  scope: Scope<UsersPorts>,
  input: { readonly userId: Id; readonly reason: string },
): Promise<SecondFactorRemoved | TotpNotActive | CredentialsRefusal> {
  return scope.transact(async (tx) => {
    const account = await administerCredentials(scope, tx, input.userId);
    if (isRefusal(account)) return account;
    if (account.id === scope.caller.userId) return refusal('Forbidden', 'Your own factor goes by disableTotp.');
    if (!(await totpFactor(tx.sql, account.id))?.active) return totpNotActive();
    await removeTotp(tx.sql, account.id);
    account.factorChanged();
    account.forcePasswordReset();
    await tx.em.flush();
    const sessionsEnded = await endSessions(scope, tx, { accountId: account.id }, 'mfa_removed');
    const lifeMinutes = scope.ports.rules.resetLinkMinutes;
    await issueLink(scope, tx, account, { purpose: 'RESET_PASSWORD', template: 'RESET_FORCED', lifeMinutes });
    await tx.tell(userMfaDisabled, account.id, { userId: account.id });
    await queueNotice(scope, tx, 'MFA_DISABLED', account.id);
    await recordSecurity(scope, tx, 'mfa_removed', { userId: account.id, detail: { reason: input.reason } });
    return { userId: account.id, sessionsEnded };
  });
}
