import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import { refuseStale, type StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Account } from '../domain/account.ts';
import { normalEmail } from '../domain/email.ts';
import { MAILS_PER_ADDRESS } from '../domain/throttle.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userEmailChanged } from '../published/users.events.ts';
import { accountByEmail, lockAccount } from '../storage/accounts.store.ts';
import { takeTry } from '../storage/attempts.store.ts';
import { askEmailChange, confirmEnd, forgetEmailChange, moveAddress } from '../storage/email-changes.store.ts';
import { endSessions } from './change-access.ts';
import { issueLink } from './issue-link.ts';
import { ownAccount } from './own-account.ts';
import { throttled, type Throttled } from './places.ts';
import { queueMail, queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';
import { linkRefused, redeemLink, type LinkRefused } from './redeem-link.ts';
import type { Requested } from './resend-verification.ts';

/**
 * Asks for another address. Both the old and the new mailbox have to confirm; a new address that has an account already gets no link but
 * a word to its owner, and the answer is the same.
 */
export async function changeEmail(
  scope: Scope<UsersPorts>,
  input: { readonly newEmail: string },
): Promise<Requested | Refusal<'EmailAddressInvalid'> | StepUpRefusal | Throttled> {
  const { rules, wall } = scope.ports;
  const stale = refuseStale(scope.caller, wall.now().getTime());
  if (stale) return stale;
  const newEmail = normalEmail(input.newEmail);
  if (!newEmail) return refusal('EmailAddressInvalid', 'This is not an e-mail address.');
  const { account: seen } = await ownAccount(scope);
  return scope.transact(async (tx) => {
    const mails = { key: `mail:change:${seen.id}`, limit: MAILS_PER_ADDRESS };
    const waitSeconds = await takeTry(tx.sql, [mails], wall.now());
    if (waitSeconds > 0) return throttled(waitSeconds);
    const account = (await lockAccount(tx.em, seen.id))!;
    await askEmailChange(tx.sql, account.id, newEmail, wall.now());
    const lifeMinutes = rules.verifyLinkHours * 60;
    const taken = await accountByEmail(tx.em, newEmail);
    if (taken) await queueMail(tx, { template: 'ADDRESS_TAKEN', accountId: taken.id });
    else await issueLink(scope, tx, account, { purpose: 'CHANGE_EMAIL_NEW', template: 'CHANGE_EMAIL_NEW', lifeMinutes, to: newEmail, newEmail }); // prettier-ignore
    await issueLink(scope, tx, account, { purpose: 'CHANGE_EMAIL_OLD', template: 'CHANGE_EMAIL_OLD', lifeMinutes, newEmail }); // prettier-ignore
    return { accepted: true };
  });
}

/** One of the two confirmations; the second one moves the account, and ends its sessions. */
export async function confirmEmailChange(
  scope: Scope<UsersPorts>,
  input: { readonly token: string },
): Promise<{ readonly done: boolean } | LinkRefused> {
  return scope.transact(async (tx) => {
    const old = await redeemLink(scope, tx, input.token, 'CHANGE_EMAIL_OLD');
    const end = isRefusal(old) ? 'new' : 'old';
    const redeemed = isRefusal(old) ? await redeemLink(scope, tx, input.token, 'CHANGE_EMAIL_NEW') : old;
    if (isRefusal(redeemed)) return redeemed;
    const { account, newEmail } = redeemed;
    if (!newEmail) return linkRefused();
    if (!(await confirmEnd(tx.sql, account.id, end, newEmail, scope.ports.wall.now()))) return { done: false };
    return (await move(scope, tx, account, newEmail)) ? { done: true } : linkRefused();
  });
}

async function move(scope: Scope<UsersPorts>, tx: Transaction, account: Account, newEmail: string): Promise<boolean> {
  const oldEmail = account.email;
  if (!(await moveAddress(tx.sql, account.id, newEmail))) return false;
  account.changeEmail(newEmail, scope.clock.now());
  await tx.em.flush();
  await forgetEmailChange(tx.sql, account.id);
  await endSessions(scope, tx, { accountId: account.id }, 'email_changed');
  await tx.tell(userEmailChanged, account.id, { userId: account.id });
  await queueNotice(scope, tx, 'EMAIL_CHANGED', account.id, oldEmail);
  await queueNotice(scope, tx, 'EMAIL_CHANGED', account.id);
  await recordSecurity(scope, tx, 'email_changed', { userId: account.id });
  return true;
}
