import type { Scope } from '#chassis/mount/scope';
import { normalEmail } from '../domain/email.ts';
import { MAILS_PER_ADDRESS, placeOf } from '../domain/throttle.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { accountByEmail } from '../storage/accounts.store.ts';
import { takeTry } from '../storage/attempts.store.ts';
import { issueLink, issueVerification } from './issue-link.ts';
import { placeCounter, throttled, type Throttled } from './places.ts';
import { recordSecurity } from './record-security.ts';

export const MAIL_ON_REQUEST = 'mail-on-request';

export type Requested = { readonly accepted: true } | Throttled;

/** Asks for the verification link again: the same answer in the same time for every address, because a job looks it up. */
export async function resendVerification(scope: Scope<UsersPorts>, input: { email: string }): Promise<Requested> {
  return request(scope, 'VERIFY_EMAIL', input.email);
}

/** Asks for a reset link; the same holds. */
export async function requestPasswordReset(scope: Scope<UsersPorts>, input: { email: string }): Promise<Requested> {
  return request(scope, 'RESET_PASSWORD', input.email);
}

async function request(
  scope: Scope<UsersPorts>,
  purpose: 'VERIFY_EMAIL' | 'RESET_PASSWORD',
  email: string,
): Promise<Requested> {
  const { rules, wall } = scope.ports;
  const place = placeCounter('mail', placeOf(scope.caller.ip), rules);
  return scope.transact(async (tx) => {
    const waitSeconds = await takeTry(tx.sql, [place], wall.now());
    if (waitSeconds > 0) return throttled(waitSeconds);
    await tx.enqueue(MAIL_ON_REQUEST, { purpose, email: normalEmail(email) ?? '' });
    return { accepted: true };
  });
}

/** The job: makes the link when there is an account that it is for, at most three per mailbox and quarter of an hour. */
export async function mailOnRequest(scope: Scope<UsersPorts>, payload: Record<string, unknown>): Promise<void> {
  const purpose = payload['purpose'] === 'RESET_PASSWORD' ? 'RESET_PASSWORD' : 'VERIFY_EMAIL';
  await scope.transact(async (tx) => {
    const account = await accountByEmail(tx.em, String(payload['email']));
    if (!account || account.status === 'INACTIVE' || account.status === 'SUSPENDED') return;
    if (purpose === 'VERIFY_EMAIL' && account.status !== 'PENDING') return;
    const mails = { key: `mail:${purpose}:${account.id}`, limit: MAILS_PER_ADDRESS };
    if ((await takeTry(tx.sql, [mails], scope.ports.wall.now())) > 0) return;
    if (purpose === 'VERIFY_EMAIL') return issueVerification(scope, tx, account);
    const lifeMinutes = scope.ports.rules.resetLinkMinutes;
    await issueLink(scope, tx, account, { purpose, template: 'RESET_PASSWORD', lifeMinutes });
    await recordSecurity(scope, tx, 'password_reset_requested', { userId: account.id });
  });
}
