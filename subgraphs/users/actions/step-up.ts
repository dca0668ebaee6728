import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { totpFactor } from '../storage/factors.store.ts';
import { grantsOf } from '../storage/grants.store.ts';
import { freshenSession, lockLiveSession } from '../storage/sessions.store.ts';
import { readingSql } from '../storage/sql.ts';
import type { WrongSecondFactor } from './complete-mfa-sign-in.ts';
import { ownAccount } from './own-account.ts';
import type { Throttled } from './places.ts';
import { proveFactor, provePassword } from './prove-self.ts';
import { recordSecurity } from './record-security.ts';
import type { SessionEnded } from './refresh-session.ts';
import type { WrongCredentials } from './sign-in.ts';
import { signToken, type AccessToken } from './sign-token.ts';

/** Makes the session fresh for ten minutes: by the second factor where there is one, by the password where there is none. */
export async function stepUp(
  scope: Scope<UsersPorts>,
  input: { readonly password?: string | null; readonly code?: string | null },
): Promise<AccessToken | WrongCredentials | WrongSecondFactor | Throttled | SessionEnded> {
  const { account, sessionId } = await ownAccount(scope);
  const hasFactor = (await totpFactor(readingSql(scope.em), account.id))?.active === true;
  if (hasFactor && !input.code) {
    return refusal('WrongSecondFactor', 'This account has a second factor: give a code of it.');
  }
  const unproved = hasFactor
    ? await proveFactor(scope, account, input.code!)
    : await provePassword(scope, account, input.password ?? '');
  if (unproved) return unproved;
  return scope.transact(async (tx) => {
    const now = scope.ports.wall.now();
    const session = await lockLiveSession(tx.sql, sessionId, now);
    if (!session) return refusal('SessionEnded', 'This session has ended: sign in again.');
    await freshenSession(tx.sql, sessionId, now);
    const grants = await grantsOf(tx.sql, account.id, scope.clock.now());
    const token = await signToken(scope, tx, { ...session, freshAt: now }, grants);
    await recordSecurity(scope, tx, 'stepped_up', { userId: account.id });
    return token;
  });
}
