import type { Id } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { appendSecurityEvent } from '../storage/security-log.store.ts';

/** What can stand in the security log. */
export type SecurityKind =
  | 'registered'
  | 'registration_of_taken_address'
  | 'email_verified'
  | 'email_changed'
  | 'signed_in'
  | 'sign_in_failed'
  | 'sign_in_throttled'
  | 'second_factor_failed'
  | 'signed_out'
  | 'session_revoked'
  | 'refresh_token_reused'
  | 'stepped_up'
  | 'password_changed'
  | 'password_reset'
  | 'password_reset_requested'
  | 'password_reset_forced'
  | 'mfa_enabled'
  | 'mfa_disabled'
  | 'mfa_removed'
  | 'recovery_code_used'
  | 'recovery_codes_replaced'
  | 'signing_keys_rotated'
  | 'role_assigned'
  | 'role_revoked'
  | 'permission_granted'
  | 'permission_withdrawn'
  | 'user_suspended'
  | 'user_reinstated'
  | 'announcement_sent';

/**
 * Writes a line into the chained log, in the transaction of the act. Call it LAST in the transaction: it holds the end of the chain
 * until the commit. `detail` is kept for good: no secrets, no e-mail addresses.
 */
export async function recordSecurity(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  kind: SecurityKind,
  about: { userId: Id | null; sessionId?: Id | null; detail?: Record<string, unknown> },
): Promise<void> {
  const { caller } = scope;
  await appendSecurityEvent(tx.sql, {
    at: scope.ports.wall.now(),
    kind,
    actorId: caller.userId,
    userId: about.userId,
    sessionId: about.sessionId ?? caller.sessionId,
    ip: caller.ip,
    requestId: caller.requestId,
    detail: about.detail ?? {},
  });
}
