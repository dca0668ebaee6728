import { createHash } from 'node:crypto';
import { newId, type Id } from '#kernel/id';
import type { BodyOf } from '#kernel/event';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Account } from '../domain/account.ts';
import { opaqueToken, tokenHash } from '../domain/opaque-token.ts';
import { isPrivileged } from '../domain/standing.ts';
import { deviceName, sessionTimes } from '../domain/session.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userLoggedIn } from '../published/users.events.ts';
import type { TokenDelivery } from '../storage/challenges.store.ts';
import { grantsOf } from '../storage/grants.store.ts';
import { insertRefreshToken } from '../storage/refresh-tokens.store.ts';
import { insertSession, meetDevice } from '../storage/sessions.store.ts';
import { queueNotice } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';
import { refreshCookie } from './refresh-cookie.ts';
import { signToken, type AccessToken } from './sign-token.ts';

export type SignInMethod = BodyOf<typeof userLoggedIn>['method'];

export interface SignedIn extends AccessToken {
  readonly userId: Id;
  readonly sessionId: Id;
  /** Only when the client asked for it in the body; otherwise it is in the cookie. */
  readonly refreshToken: string | null;
}

/** Begins a session for an account whose every factor was given just now; `account` is under lock. */
export async function startSession(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  account: Account,
  how: { method: SignInMethod; tokenDelivery: TokenDelivery },
): Promise<SignedIn> {
  const { rules, wall } = scope.ports;
  const { ip, userAgent } = scope.caller;
  const now = wall.now();
  const grants = await grantsOf(tx.sql, account.id, scope.clock.now());
  const times = sessionTimes(rules, isPrivileged(grants.roles), now);
  const session = { id: newId(), accountId: account.id, epoch: 1, freshAt: now };
  const isFirst = account.lastSignedInAt === null;
  account.lastSignedInAt = scope.clock.now();
  await tx.em.flush();
  await insertSession(tx.sql, { ...session, now, ip, userAgent, ...times });
  const refreshToken = opaqueToken();
  await insertRefreshToken(tx.sql, session.id, tokenHash(refreshToken), now);
  const fingerprint = createHash('sha256').update(deviceName(userAgent)).digest();
  const newDevice = await meetDevice(tx.sql, account.id, fingerprint, now);
  if (newDevice && !isFirst) await queueNotice(scope, tx, 'NEW_DEVICE', account.id);
  const token = await signToken(scope, tx, session, grants);
  await tx.tell(userLoggedIn, account.id, { userId: account.id, sessionId: session.id, method: how.method, newDevice });
  await recordSecurity(scope, tx, 'signed_in', {
    userId: account.id,
    sessionId: session.id,
    detail: { method: how.method, newDevice },
  });
  if (how.tokenDelivery === 'COOKIE') scope.setCookie(refreshCookie(refreshToken, times.idleEndsAt, now));
  return {
    ...token,
    userId: account.id,
    sessionId: session.id,
    refreshToken: how.tokenDelivery === 'BODY' ? refreshToken : null,
  };
}
