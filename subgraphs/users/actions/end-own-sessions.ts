import { isId, type Id } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import type { SessionChoice } from '../storage/sessions.store.ts';
import { endSessions } from './change-access.ts';
import { ownAccount } from './own-account.ts';
import { recordSecurity, type SecurityKind } from './record-security.ts';
import { CLEARED_COOKIE } from './refresh-cookie.ts';

export interface SignedOut {
  /** How many sessions this ended; none when they had ended before. */
  readonly sessions: number;
}

export async function signOut(scope: Scope<UsersPorts>): Promise<SignedOut> {
  const { account, sessionId } = await ownAccount(scope);
  scope.setCookie(CLEARED_COOKIE);
  return end(scope, { accountId: account.id, only: sessionId }, 'signed_out');
}

export async function signOutEverywhere(scope: Scope<UsersPorts>): Promise<SignedOut> {
  const { account } = await ownAccount(scope);
  scope.setCookie(CLEARED_COOKIE);
  return end(scope, { accountId: account.id }, 'signed_out');
}

/** Ends one of the caller's own sessions; somebody else's looks like a missing one. */
export async function revokeSession(
  scope: Scope<UsersPorts>,
  input: { readonly sessionId: Id },
): Promise<SignedOut | Refusal<'NotFound'>> {
  const { account } = await ownAccount(scope);
  const missing = refusal('NotFound', 'You have no such live session.');
  if (!isId(input.sessionId)) return missing;
  const ended = await end(scope, { accountId: account.id, only: input.sessionId }, 'session_revoked');
  return ended.sessions === 0 ? missing : ended;
}

async function end(scope: Scope<UsersPorts>, choice: SessionChoice, kind: SecurityKind): Promise<SignedOut> {
  return scope.transact(async (tx) => {
    const sessions = await endSessions(scope, tx, choice, kind);
    if (sessions > 0) {
      await recordSecurity(scope, tx, kind, {
        userId: choice.accountId,
        ...(choice.only && { sessionId: choice.only }),
        detail: { sessions },
      });
    }
    return { sessions };
  });
}
