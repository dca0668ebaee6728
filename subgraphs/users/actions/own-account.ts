import type { Id } from '#kernel/id';
import type { Scope } from '#chassis/mount/scope';
import type { Account } from '../domain/account.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { accountById } from '../storage/accounts.store.ts';

/** The account and session of whoever acts. The door lets only users with a session this far: anything else is a fault. */
export async function ownAccount(scope: Scope<UsersPorts>): Promise<{ account: Account; sessionId: Id }> {
  const { userId, sessionId } = scope.caller;
  const account = userId && (await accountById(scope.em, userId));
  if (!account || !sessionId) throw new Error('This needs a user with a session.');
  return { account, sessionId };
}
