import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { maySignIn, type Account } from '../domain/account.ts';
import { normalEmail } from '../domain/email.ts';
import { opaqueToken, tokenHash } from '../domain/opaque-token.ts';
import { normalPassword } from '../domain/password-policy.ts';
import { placeOf } from '../domain/throttle.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userLoginFailed, userThrottled } from '../published/users.events.ts';
import { accountByEmail, lockAccount } from '../storage/accounts.store.ts';
import { forgetTries, giveTryBack, takeTry, waitOf, type Counter } from '../storage/attempts.store.ts';
import { insertChallenge, type TokenDelivery } from '../storage/challenges.store.ts';
import { totpFactor } from '../storage/factors.store.ts';
import { inEvenTime } from './even-time.ts';
import { passwordCounter, placeCounter, throttled, type Throttled } from './places.ts';
import { recordSecurity } from './record-security.ts';
import { startSession, type SignedIn } from './start-session.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly tokenDelivery: TokenDelivery;
}

/** The password was right; a code of the second factor is still needed. */
export type SecondFactorRequired = Refusal<'SecondFactorRequired'> & {
  readonly challengeToken: string;
  readonly expiresAt: Date;
};

export type WrongCredentials = Refusal<'WrongCredentials'>;
export type AccountClosed = Refusal<'AccountSuspended'> | Refusal<'PasswordResetRequired'>;
export type SignInAnswer = SignedIn | SecondFactorRequired | WrongCredentials | AccountClosed | Throttled;

/**
 * An unknown address, a wrong password and a closed account under a wrong password get one answer in one time. The try is counted before
 * the password is looked at, so that parallel guesses are counted too; hashing happens outside every transaction.
 */
export async function signIn(scope: Scope<UsersPorts>, input: Credentials): Promise<SignInAnswer> {
  const { hasher, rules, wall } = scope.ports;
  const email = normalEmail(input.email) ?? '';
  const place = placeOf(scope.caller.ip);
  const counters = [passwordCounter(email, place), placeCounter('password', place, rules)] as const;
  return inEvenTime(rules.evenTimeMs, async () => {
    const waitSeconds = await scope.transact((tx) => takeTry(tx.sql, counters, wall.now()));
    if (waitSeconds > 0) return throttled(waitSeconds);
    const account = await accountByEmail(scope.em, email);
    const password = normalPassword(input.password);
    if (!(await hasher.verify(account?.passwordHash, password)) || !account || account.status === 'INACTIVE') {
      return refuseSignIn(scope, account, counters[0]);
    }
    const rehashed = hasher.isOutdated(account.passwordHash) ? await hasher.hash(password) : undefined;
    // on its own, so that nobody else from this place waits for the rest
    await scope.transact(async (tx) => {
      await giveTryBack(tx.sql, [counters[1]], wall.now());
      await forgetTries(tx.sql, counters[0].key);
    });
    return admit(scope, account, input.tokenDelivery, rehashed);
  });
}

async function refuseSignIn(
  scope: Scope<UsersPorts>,
  account: Account | null,
  counter: Counter,
): Promise<WrongCredentials> {
  return scope.transact(async (tx) => {
    const retryAfterSeconds = await waitOf(tx.sql, counter.key, scope.ports.wall.now());
    if (account) {
      await tx.tell(userLoginFailed, account.id, { userId: account.id, factor: 'PASSWORD' });
      if (retryAfterSeconds > 0) await tx.tell(userThrottled, account.id, { userId: account.id, retryAfterSeconds });
    }
    const kind = retryAfterSeconds > 0 ? 'sign_in_throttled' : 'sign_in_failed';
    await recordSecurity(scope, tx, kind, { userId: account?.id ?? null });
    return tx.keep(refusal('WrongCredentials', 'The e-mail address or the password is wrong.'));
  });
}

async function admit(
  scope: Scope<UsersPorts>,
  seen: Account,
  tokenDelivery: TokenDelivery,
  rehashed: string | undefined,
): Promise<SignedIn | SecondFactorRequired | AccountClosed | WrongCredentials> {
  const { rules, wall } = scope.ports;
  return scope.transact(async (tx) => {
    const now = wall.now();
    const account = await lockAccount(tx.em, seen.id);
    if (account?.passwordHash !== seen.passwordHash) {
      return refusal('WrongCredentials', 'The e-mail address or the password is wrong.');
    }
    if (!maySignIn(account.status)) return refusal('AccountSuspended', 'This account is suspended.');
    if (account.passwordResetForced) {
      return tx.keep(
        refusal('PasswordResetRequired', 'This password has to be reset by mail: call requestPasswordReset.'),
      );
    }
    if (rehashed) account.passwordHash = rehashed;
    if (!(await totpFactor(tx.sql, account.id))?.active) {
      return startSession(scope, tx, account, { method: 'PASSWORD', tokenDelivery });
    }
    const challengeToken = opaqueToken();
    const expiresAt = new Date(now.getTime() + rules.challengeMinutes * 60_000);
    const { id: accountId, securityVersion } = account;
    await insertChallenge(tx.sql, {
      hash: tokenHash(challengeToken),
      accountId,
      securityVersion,
      tokenDelivery,
      now,
      expiresAt,
    });
    const fields = { challengeToken, expiresAt };
    return tx.keep(refusal('SecondFactorRequired', 'Now the code: call completeMfaSignIn.', fields));
  });
}
