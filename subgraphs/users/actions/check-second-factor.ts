import type { Id } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { normalRecoveryCode, recoveryCodeHash } from '../domain/recovery-code.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { spendRecoveryCode, spendTotpStep, totpFactor } from '../storage/factors.store.ts';

/** What seals a TOTP secret to its account. */
export function totpContext(accountId: Id): string {
  return `totp:${accountId}`;
}

/** Spends a code of the active factor: a TOTP step or a recovery code opens once. Undefined when it is wrong or spent. */
export async function checkSecondFactor(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  accountId: Id,
  typed: string,
): Promise<'TOTP' | 'RECOVERY_CODE' | undefined> {
  const { box, totp, wall } = scope.ports;
  const factor = await totpFactor(tx.sql, accountId);
  if (!factor?.active) return undefined;
  const recoveryCode = normalRecoveryCode(typed);
  if (recoveryCode) {
    const hash = recoveryCodeHash(accountId, recoveryCode);
    return (await spendRecoveryCode(tx.sql, accountId, hash, wall.now())) ? 'RECOVERY_CODE' : undefined;
  }
  const secret = box.open(factor.secretSealed, totpContext(accountId)).toString('utf8');
  const step = totp.stepOf(secret, typed.replace(/\s/g, ''), wall.now().getTime());
  return step !== undefined && (await spendTotpStep(tx.sql, accountId, step)) ? 'TOTP' : undefined;
}
