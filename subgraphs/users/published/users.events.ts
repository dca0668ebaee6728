import { z } from 'zod';
import type { EventContract } from '#kernel/event';

function event<Body>(type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'users', aggregate: 'user', type, version: 1, when, body };
}

const userId = z.uuid();

export const userRegistered = event(
  'user.registered',
  'Fires when an account is created, before its e-mail address is verified. Not when somebody registers an address that is taken.',
  z.object({ userId }),
);

export const userEmailVerified = event(
  'user.email_verified',
  'Fires once in the life of an account: when the first link to its registered address is used and the account becomes ACTIVE.',
  z.object({ userId }),
);

export const userLoggedIn = event(
  'user.logged_in',
  'Fires when a session starts, after every factor was given. `occurredAt` (business time) is the moment that daily awards count by; a refresh of a session does not fire it.',
  z.object({
    userId,
    sessionId: z.uuid(),
    method: z.enum(['PASSWORD', 'PASSWORD_AND_TOTP', 'PASSWORD_AND_RECOVERY_CODE']),
    newDevice: z.boolean(),
  }),
);

export const userActive = event(
  'user.active',
  'Fires when a session is refreshed, at most once an hour of business time per session: somebody who stays signed in is here again. `occurredAt` is the moment that daily awards and streaks count by.',
  z.object({ userId, sessionId: z.uuid() }),
);

export const userLoginFailed = event(
  'user.login_failed',
  'Fires when a password, TOTP or recovery code for an existing account was wrong. Never for an unknown address.',
  z.object({ userId, factor: z.enum(['PASSWORD', 'SECOND_FACTOR']) }),
);

export const userThrottled = event(
  'user.throttled',
  'Fires when wrong attempts on an existing account from one place begin a waiting time; other places stay free.',
  z.object({ userId, retryAfterSeconds: z.int() }),
);

export const userPasswordChanged = event(
  'user.password_changed',
  'Fires when the password was changed by its owner or reset through a mailed link; every session but the changing one has ended.',
  z.object({ userId, how: z.enum(['CHANGED', 'RESET']) }),
);

export const userEmailChanged = event(
  'user.email_changed',
  'Fires when an account moved to another address, confirmed at both the old and the new one.',
  z.object({ userId }),
);

export const userMfaEnabled = event(
  'user.mfa_enabled',
  'Fires when the first code of a new TOTP factor was confirmed.',
  z.object({ userId }),
);

export const userMfaDisabled = event(
  'user.mfa_disabled',
  'Fires when the owner removed the TOTP factor with a current code.',
  z.object({ userId }),
);

export const userSuspended = event(
  'user.suspended',
  'Fires when an administrator suspends an active account; its sessions have ended.',
  z.object({ userId, reason: z.string() }),
);

export const userReinstated = event(
  'user.reinstated',
  'Fires when an administrator makes a suspended account active again.',
  z.object({ userId, reason: z.string() }),
);

/** Internal: what the door follows to stop a token before it expires. Neighbours ignore it. */
export const userAccessChanged = event(
  'user.access_changed',
  'Fires when tokens that are still valid by their signature must stop working: a session ended, or its roles, permissions, password or factor changed.',
  z.object({
    userId,
    sessions: z.array(z.object({ sessionId: z.uuid(), epoch: z.int(), active: z.boolean() })),
    why: z.string(),
  }),
);

/** Everything that the authentication half publishes. */
export const identityEvents: readonly EventContract[] = [
  userRegistered,
  userEmailVerified,
  userLoggedIn,
  userActive,
  userLoginFailed,
  userThrottled,
  userPasswordChanged,
  userEmailChanged,
  userMfaEnabled,
  userMfaDisabled,
  userSuspended,
  userReinstated,
  userAccessChanged,
];
