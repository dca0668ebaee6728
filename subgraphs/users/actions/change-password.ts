import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import type { WeakPassword } from '../domain/password-policy.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userPasswordChanged } from '../published/users.events.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { endSessions } from './change-access.ts';
import { choosePassword, replacePassword } from './choose-password.ts';
import { ownAccount } from './own-account.ts';
import type { Throttled } from './places.ts';
import { provePassword } from './prove-self.ts';
import { queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';
import type { WrongCredentials } from './sign-in.ts';

export interface PasswordChanged {
  /** How many other sessions ended. */
  readonly sessionsEnded: number;
}

/** The owner changes the password by giving the old one; every other session ends. */
export async function changePassword(
  scope: Scope<UsersPorts>,
  input: { readonly currentPassword: string; readonly newPassword: string },
): Promise<PasswordChanged | WrongCredentials | WeakPassword | Throttled> {
  const { account: seen, sessionId } = await ownAccount(scope);
  const unproved = await provePassword(scope, seen, input.currentPassword);
  if (unproved) return unproved;
  const chosen = await choosePassword(scope, seen, input.newPassword);
  if ('refused' in chosen) return chosen;
  return scope.transact(async (tx) => {
    const account = await lockAccount(tx.em, seen.id);
    // another change won in between: the password that was proved is no longer the password
    if (account?.passwordHash !== seen.passwordHash) return refusal('WrongCredentials', 'The password is wrong.');
    await replacePassword(scope, tx, account, chosen.hash);
    const sessionsEnded = await endSessions(
      scope,
      tx,
      { accountId: account.id, except: sessionId },
      'password_changed',
    );
    await tx.tell(userPasswordChanged, account.id, { userId: account.id, how: 'CHANGED' });
    await queueNotice(scope, tx, 'PASSWORD_CHANGED', account.id);
    await recordSecurity(scope, tx, 'password_changed', { userId: account.id, detail: { sessionsEnded } });
    return { sessionsEnded };
  });
}
