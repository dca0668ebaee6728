import { isRefusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { tokenHash } from '../domain/opaque-token.ts';
import type { WeakPassword } from '../domain/password-policy.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userPasswordChanged } from '../published/users.events.ts';
import { accountById } from '../storage/accounts.store.ts';
import { findLink } from '../storage/links.store.ts';
import { readingSql } from '../storage/sql.ts';
import { endSessions } from './change-access.ts';
import { choosePassword, replacePassword } from './choose-password.ts';
import type { PasswordChanged } from './change-password.ts';
import { queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';
import { linkRefused, redeemLink, type LinkRefused } from './redeem-link.ts';

/**
 * Sets a new password by the mailed link, once, and ends every session. It signs nobody in and touches no factor: whoever has a second
 * factor is asked for it at the next sign-in. A weak password does not use the link up.
 */
export async function resetPassword(
  scope: Scope<UsersPorts>,
  input: { readonly token: string; readonly newPassword: string },
): Promise<PasswordChanged | LinkRefused | WeakPassword> {
  const link = await findLink(readingSql(scope.em), tokenHash(input.token), 'RESET_PASSWORD', scope.ports.wall.now());
  const seen = link && (await accountById(scope.em, link.accountId));
  if (!seen) return linkRefused();
  const chosen = await choosePassword(scope, seen, input.newPassword);
  if ('refused' in chosen) return chosen;
  return scope.transact(async (tx) => {
    const redeemed = await redeemLink(scope, tx, input.token, 'RESET_PASSWORD');
    if (isRefusal(redeemed)) return redeemed;
    const { account } = redeemed;
    await replacePassword(scope, tx, account, chosen.hash);
    const sessionsEnded = await endSessions(scope, tx, { accountId: account.id }, 'password_reset');
    await tx.tell(userPasswordChanged, account.id, { userId: account.id, how: 'RESET' });
    await queueNotice(scope, tx, 'PASSWORD_CHANGED', account.id);
    await recordSecurity(scope, tx, 'password_reset', { userId: account.id, detail: { sessionsEnded } });
    return { sessionsEnded };
  });
}
