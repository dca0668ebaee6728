import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import type { Account } from '../domain/account.ts';
import { normalPassword } from '../domain/password-policy.ts';
import { placeOf } from '../domain/throttle.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userLoginFailed } from '../published/users.events.ts';
import { giveTryBack, takeTry, type Counter } from '../storage/attempts.store.ts';
import { checkSecondFactor } from './check-second-factor.ts';
import { wrongSecondFactor, type WrongSecondFactor } from './complete-mfa-sign-in.ts';
import { factorCounters, passwordCounter, throttled, type Throttled } from './places.ts';
import { recordSecurity } from './record-security.ts';
import type { WrongCredentials } from './sign-in.ts';

/** A signed-in user gives the password again: counted like a sign-in from this place. Undefined when it is right. */
export async function provePassword(
  scope: Scope<UsersPorts>,
  account: Account,
  password: string,
): Promise<WrongCredentials | Throttled | undefined> {
  const counters = [passwordCounter(account.email, placeOf(scope.caller.ip))];
  const waitSeconds = await take(scope, counters);
  if (waitSeconds > 0) return throttled(waitSeconds);
  const right = await scope.ports.hasher.verify(account.passwordHash, normalPassword(password));
  return scope.transact(async (tx) => {
    if (right) return giveTryBack(tx.sql, counters, scope.ports.wall.now()) as Promise<undefined>;
    await tx.tell(userLoginFailed, account.id, { userId: account.id, factor: 'PASSWORD' });
    await recordSecurity(scope, tx, 'sign_in_failed', { userId: account.id });
    return tx.keep(refusal('WrongCredentials', 'The password is wrong.'));
  });
}

/** A signed-in user gives a code of the second factor: it is spent. Undefined when it is right. */
export async function proveFactor(
  scope: Scope<UsersPorts>,
  account: Account,
  code: string,
): Promise<WrongSecondFactor | Throttled | undefined> {
  const counters = factorCounters(account.id, placeOf(scope.caller.ip));
  const waitSeconds = await take(scope, counters);
  if (waitSeconds > 0) return throttled(waitSeconds);
  return scope.transact(async (tx) => {
    const factor = await checkSecondFactor(scope, tx, account.id, code);
    if (factor) {
      await giveTryBack(tx.sql, counters, scope.ports.wall.now());
      if (factor === 'RECOVERY_CODE') await recordSecurity(scope, tx, 'recovery_code_used', { userId: account.id });
      return undefined;
    }
    await tx.tell(userLoginFailed, account.id, { userId: account.id, factor: 'SECOND_FACTOR' });
    await recordSecurity(scope, tx, 'second_factor_failed', { userId: account.id });
    return tx.keep(wrongSecondFactor());
  });
}

async function take(scope: Scope<UsersPorts>, counters: readonly Counter[]): Promise<number> {
  return scope.transact((tx) => takeTry(tx.sql, counters, scope.ports.wall.now()));
}
