import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { maySignIn } from '../domain/account.ts';
import { openUnder, opaqueToken, sealUnder, tokenHash } from '../domain/opaque-token.ts';
import { isPrivileged } from '../domain/standing.ts';
import { judgeSpent } from '../domain/session.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { accountById } from '../storage/accounts.store.ts';
import { grantsOf } from '../storage/grants.store.ts';
import { findRefreshToken, rotateRefreshToken, type RotatedSession } from '../storage/refresh-tokens.store.ts';
import { userActive } from '../published/users.events.ts';
import { markPresent, shortenSession } from '../storage/sessions.store.ts';
import { endSessions } from './change-access.ts';
import { queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';
import { refreshCookie } from './refresh-cookie.ts';
import { signToken, type AccessToken } from './sign-token.ts';

export type SessionEnded = Refusal<'SessionEnded'>;

/** One word for unknown, expired, revoked and stolen: whoever holds such a token learns nothing but that he must sign in. */
const ended = (): SessionEnded => refusal('SessionEnded', 'This session has ended: sign in again.');

/** Spends a refresh token for a new pair. */
export async function refreshSession(
  scope: Scope<UsersPorts>,
  input: { readonly refreshToken: string },
): Promise<AccessToken | SessionEnded> {
  const { rules, wall } = scope.ports;
  return scope.transact(async (tx) => {
    const now = wall.now();
    const child = opaqueToken();
    const rotated = await rotateRefreshToken(tx.sql, {
      hash: tokenHash(input.refreshToken),
      childHash: tokenHash(child),
      childSealed: sealUnder(input.refreshToken, child),
      now,
    });
    const current = rotated ? { session: rotated, token: child } : await secondUse(scope, tx, input.refreshToken);
    if ('refused' in current) return current;
    const { session, token } = current;
    const account = await accountById(tx.em, session.accountId);
    if (!account || !maySignIn(account.status)) return ended();
    const grants = await grantsOf(tx.sql, account.id, scope.clock.now());
    if (isPrivileged(grants.roles)) await shortenSession(tx.sql, session.sessionId, rules.privilegedHours, now);
    if (rotated && (await markPresent(tx.sql, session.sessionId, scope.clock.now()))) {
      await tx.tell(userActive, account.id, { userId: account.id, sessionId: session.sessionId });
    }
    scope.setCookie(refreshCookie(token, session.idleEndsAt, now));
    return signToken(scope, tx, { ...session, id: session.sessionId }, grants);
  });
}

/** A token that was spent before: the immediate parent gets the same child within the grace, anything else ends the family. */
async function secondUse(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  refreshToken: string,
): Promise<{ session: RotatedSession; token: string } | SessionEnded> {
  const now = scope.ports.wall.now();
  const found = await findRefreshToken(tx.sql, tokenHash(refreshToken), now);
  if (!found) return ended();
  const verdict = judgeSpent(found, now, scope.ports.rules.refreshGraceSeconds);
  if (verdict === 'ENDED') return ended();
  if (verdict === 'GRACE') return { session: found, token: openUnder(refreshToken, found.childSealed!) };
  const { accountId, sessionId } = found;
  const count = await endSessions(scope, tx, { accountId, only: sessionId }, 'refresh_token_reused');
  if (count > 0) {
    await queueNotice(scope, tx, 'SESSION_STOLEN', accountId);
    await recordSecurity(scope, tx, 'refresh_token_reused', { userId: accountId, sessionId });
  }
  return tx.keep(ended());
}
