import { refuseStale, type StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { userMfaDisabled } from '../published/users.events.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { removeTotp, totpFactor } from '../storage/factors.store.ts';
import { readingSql } from '../storage/sql.ts';
import { endSessions } from './change-access.ts';
import type { WrongSecondFactor } from './complete-mfa-sign-in.ts';
import { ownAccount } from './own-account.ts';
import type { Throttled } from './places.ts';
import { proveFactor } from './prove-self.ts';
import { queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';
import { newRecoveryCodes, totpNotActive, type RecoveryCodes, type TotpNotActive } from './set-up-totp.ts';

export interface TotpDisabled {
  readonly sessionsEnded: number;
}

/** Removes the factor and its recovery codes, with a current code; every other session ends. */
export async function disableTotp(
  scope: Scope<UsersPorts>,
  input: { readonly code: string },
): Promise<TotpDisabled | TotpNotActive | WrongSecondFactor | Throttled> {
  const { account: seen, sessionId } = await ownAccount(scope);
  if (!(await totpFactor(readingSql(scope.em), seen.id))?.active) return totpNotActive();
  const unproved = await proveFactor(scope, seen, input.code);
  if (unproved) return unproved;
  return scope.transact(async (tx) => {
    const account = (await lockAccount(tx.em, seen.id))!;
    await removeTotp(tx.sql, account.id);
    account.factorChanged();
    await tx.em.flush();
    const sessionsEnded = await endSessions(scope, tx, { accountId: account.id, except: sessionId }, 'mfa_disabled');
    await tx.tell(userMfaDisabled, account.id, { userId: account.id });
    await queueNotice(scope, tx, 'MFA_DISABLED', account.id);
    await recordSecurity(scope, tx, 'mfa_disabled', { userId: account.id });
    return { sessionsEnded };
  });
}

/** Replaces all recovery codes, used and unused. */
export async function regenerateRecoveryCodes(
  scope: Scope<UsersPorts>,
): Promise<RecoveryCodes | TotpNotActive | StepUpRefusal> {
  const stale = refuseStale(scope.caller, scope.ports.wall.now().getTime());
  if (stale) return stale;
  const { account: seen } = await ownAccount(scope);
  return scope.transact(async (tx) => {
    const account = (await lockAccount(tx.em, seen.id))!;
    if (!(await totpFactor(tx.sql, account.id))?.active) return totpNotActive();
    const recoveryCodes = await newRecoveryCodes(scope, tx, account.id);
    await queueNotice(scope, tx, 'RECOVERY_CODES_REPLACED', account.id);
    await recordSecurity(scope, tx, 'recovery_codes_replaced', { userId: account.id });
    return { recoveryCodes };
  });
}
