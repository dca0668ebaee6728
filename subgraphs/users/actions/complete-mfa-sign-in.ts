import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { maySignIn } from '../domain/account.ts';
import { tokenHash } from '../domain/opaque-token.ts';
import { placeOf } from '../domain/throttle.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userLoginFailed } from '../published/users.events.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { giveTryBack, takeTry } from '../storage/attempts.store.ts';
import { closeChallenge, tryChallenge, type Challenge } from '../storage/challenges.store.ts';
import { checkSecondFactor } from './check-second-factor.ts';
import { factorCounters, throttled, type Throttled } from './places.ts';
import { queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';
import { startSession, type SignedIn } from './start-session.ts';

export type WrongSecondFactor = Refusal<'WrongSecondFactor'>;
export type ChallengeEnded = Refusal<'SignInChallengeEnded'>;

export const wrongSecondFactor = (): WrongSecondFactor =>
  refusal('WrongSecondFactor', 'The code is wrong, or was used already.');
const challengeEnded = (): ChallengeEnded => refusal('SignInChallengeEnded', 'Sign in again.');

/** The second half of a sign-in. The try is counted, and committed, before the code is looked at. */
export async function completeMfaSignIn(
  scope: Scope<UsersPorts>,
  input: { readonly challengeToken: string; readonly code: string },
): Promise<SignedIn | WrongSecondFactor | ChallengeEnded | Throttled> {
  const hash = tokenHash(input.challengeToken);
  const now = scope.ports.wall.now();
  const challenge = await scope.transact(async (tx) => {
    const found = await tryChallenge(tx.sql, hash, now);
    if (!found) return challengeEnded();
    const waitSeconds = await takeTry(tx.sql, factorCounters(found.accountId, placeOf(scope.caller.ip)), now);
    return waitSeconds > 0 ? tx.keep(throttled(waitSeconds)) : found;
  });
  if (isRefusal(challenge)) return challenge;
  return scope.transact((tx) => finish(scope, tx, challenge, hash, input.code));
}

async function finish(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  challenge: Challenge,
  hash: Buffer,
  code: string,
): Promise<SignedIn | WrongSecondFactor | ChallengeEnded> {
  const { accountId, securityVersion, tokenDelivery } = challenge;
  const now = scope.ports.wall.now();
  const account = await lockAccount(tx.em, accountId);
  if (!account || account.securityVersion !== securityVersion || !maySignIn(account.status)) return challengeEnded();
  const factor = await checkSecondFactor(scope, tx, accountId, code);
  if (!factor) {
    await tx.tell(userLoginFailed, accountId, { userId: accountId, factor: 'SECOND_FACTOR' });
    await recordSecurity(scope, tx, 'second_factor_failed', { userId: accountId });
    return tx.keep(wrongSecondFactor());
  }
  if (!(await closeChallenge(tx.sql, hash, now))) return challengeEnded();
  await giveTryBack(tx.sql, factorCounters(accountId, placeOf(scope.caller.ip)), now);
  if (factor === 'RECOVERY_CODE') await queueNotice(scope, tx, 'RECOVERY_CODE_USED', accountId);
  const method = factor === 'TOTP' ? 'PASSWORD_AND_TOTP' : 'PASSWORD_AND_RECOVERY_CODE';
  return startSession(scope, tx, account, { method, tokenDelivery });
}
