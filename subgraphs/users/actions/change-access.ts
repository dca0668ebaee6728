import type { Scope, Transaction } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { userAccessChanged } from '../published/users.events.ts';
import { bumpEpochs, revokeSessions, type AccessState, type SessionChoice } from '../storage/sessions.store.ts';

/** Ends sessions and lets every door know; answers how many this call ended. */
export async function endSessions(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  choice: SessionChoice,
  why: string,
): Promise<number> {
  return tell(tx, choice, await revokeSessions(tx.sql, choice, why, scope.ports.wall.now()), why);
}

/**
 * Roles or permissions of a user changed: the tokens of the live sessions become stale, and each session's next refresh carries the new
 * rights. Call it in the transaction of the change.
 */
export async function refreshAccess(tx: Transaction, choice: SessionChoice, why: string): Promise<number> {
  return tell(tx, choice, await bumpEpochs(tx.sql, choice), why);
}

async function tell(tx: Transaction, choice: SessionChoice, sessions: AccessState[], why: string): Promise<number> {
  if (sessions.length > 0)
    await tx.tell(userAccessChanged, choice.accountId, { userId: choice.accountId, sessions, why });
  return sessions.length;
}
