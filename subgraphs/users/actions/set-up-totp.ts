import { randomBytes } from 'node:crypto';
import { refusal, type Refusal } from '#kernel/refusal';
import { refuseStale, type StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Id } from '#kernel/id';
import { normalRecoveryCode, RECOVERY_CODES, recoveryCode, recoveryCodeHash } from '../domain/recovery-code.ts';
import { placeOf } from '../domain/throttle.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userMfaEnabled } from '../published/users.events.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { giveTryBack, takeTry } from '../storage/attempts.store.ts';
import { activateTotpFactor, replaceRecoveryCodes, setUpTotp, totpFactor } from '../storage/factors.store.ts';
import { endSessions } from './change-access.ts';
import { totpContext } from './check-second-factor.ts';
import { wrongSecondFactor, type WrongSecondFactor } from './complete-mfa-sign-in.ts';
import { ownAccount } from './own-account.ts';
import { factorCounters, throttled, type Throttled } from './places.ts';
import { queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';

export type TotpActiveAlready = Refusal<'TotpActiveAlready'>;
export type TotpNotActive = Refusal<'TotpNotActive'>;

export interface TotpSecret {
  readonly secret: string;
  readonly uri: string;
}

const activeAlready = (): TotpActiveAlready =>
  refusal('TotpActiveAlready', 'This account has a second factor already.');
export const totpNotActive = (): TotpNotActive => refusal('TotpNotActive', 'This account has no second factor.');

/** Makes a secret to scan; nothing is protected by it until `activateTotp` has seen its first code. */
export async function setupTotp(scope: Scope<UsersPorts>): Promise<TotpSecret | TotpActiveAlready | StepUpRefusal> {
  const { box, totp, wall } = scope.ports;
  const stale = refuseStale(scope.caller, wall.now().getTime());
  if (stale) return stale;
  const { account } = await ownAccount(scope);
  const secret = totp.newSecret();
  const sealed = box.seal(Buffer.from(secret, 'utf8'), totpContext(account.id));
  return scope.transact(async (tx) => {
    if (!(await setUpTotp(tx.sql, account.id, sealed, wall.now()))) return activeAlready();
    return { secret, uri: totp.uri(secret, account.email) };
  });
}

export interface RecoveryCodes {
  /** Shown once; we keep only their hashes. */
  readonly recoveryCodes: readonly string[];
}

/** Turns the factor on with its first code; every other session ends, and the recovery codes are given, once. */
export async function activateTotp(
  scope: Scope<UsersPorts>,
  input: { readonly code: string },
): Promise<RecoveryCodes | WrongSecondFactor | TotpActiveAlready | TotpNotActive | Throttled> {
  const { account: seen, sessionId } = await ownAccount(scope);
  const { box, totp, wall } = scope.ports;
  const counters = factorCounters(seen.id, placeOf(scope.caller.ip));
  const waitSeconds = await scope.transact((tx) => takeTry(tx.sql, counters, wall.now()));
  if (waitSeconds > 0) return throttled(waitSeconds);
  return scope.transact(async (tx) => {
    const account = (await lockAccount(tx.em, seen.id))!;
    const factor = await totpFactor(tx.sql, account.id);
    if (!factor) return totpNotActive();
    if (factor.active) return activeAlready();
    const secret = box.open(factor.secretSealed, totpContext(account.id)).toString('utf8');
    const step = totp.stepOf(secret, input.code.replace(/\s/g, ''), wall.now().getTime());
    if (step === undefined || !(await activateTotpFactor(tx.sql, account.id, step, wall.now())))
      return wrongSecondFactor();
    await giveTryBack(tx.sql, counters, wall.now());
    const recoveryCodes = await newRecoveryCodes(scope, tx, account.id);
    account.factorChanged();
    await tx.em.flush();
    await endSessions(scope, tx, { accountId: account.id, except: sessionId }, 'mfa_enabled');
    await tx.tell(userMfaEnabled, account.id, { userId: account.id });
    await queueNotice(scope, tx, 'MFA_ENABLED', account.id);
    await recordSecurity(scope, tx, 'mfa_enabled', { userId: account.id });
    return { recoveryCodes };
  });
}

/** Ten new codes; the old ones are gone. */
export async function newRecoveryCodes(scope: Scope<UsersPorts>, tx: Transaction, accountId: Id): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(randomBytes));
  const hashes = codes.map((code) => recoveryCodeHash(accountId, normalRecoveryCode(code)!));
  await replaceRecoveryCodes(tx.sql, accountId, hashes, scope.ports.wall.now());
  return codes;
}
