import { isRefusal } from '#kernel/refusal';
import type { Id } from '#kernel/id';
import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { userEmailVerified } from '../published/users.events.ts';
import { becomeFirstAdministrator, holdRole } from '../storage/starting-roles.store.ts';
import { refreshAccess } from './change-access.ts';
import { recordSecurity } from './record-security.ts';
import { linkRefused, redeemLink, type LinkRefused } from './redeem-link.ts';
import { settleCompleteness } from './settle-completeness.ts';

/** Redeems a verification link: the account becomes ACTIVE and its user a MEMBER. A link works once. */
export async function verifyEmail(
  scope: Scope<UsersPorts>,
  input: { readonly token: string },
): Promise<{ readonly userId: Id } | LinkRefused> {
  return scope.transact(async (tx) => {
    const redeemed = await redeemLink(scope, tx, input.token, 'VERIFY_EMAIL');
    if (isRefusal(redeemed)) return redeemed;
    const { account } = redeemed;
    if (account.status !== 'PENDING') return linkRefused();
    const now = scope.clock.now();
    account.verifyEmail(now);
    await tx.em.flush();
    await holdRole(tx.sql, account.id, 'MEMBER', 'e-mail verified', now);
    if (account.email === scope.ports.firstAdministrator) await becomeFirstAdministrator(tx.sql, account.id, now);
    await refreshAccess(tx, { accountId: account.id }, 'email_verified');
    await tx.tell(userEmailVerified, account.id, { userId: account.id });
    await settleCompleteness(scope, tx, account.id);
    await recordSecurity(scope, tx, 'email_verified', { userId: account.id });
    return { userId: account.id };
  });
}
