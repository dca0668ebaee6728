import { createHash } from 'node:crypto';
import { refusal, type Refusal } from '#kernel/refusal';
import type { IdentityRules } from '../domain/identity-rules.ts';
import { PER_ACCOUNT_AND_IP, PER_ACCOUNT_FACTOR, PER_IP } from '../domain/throttle.ts';
import type { Counter } from '../storage/attempts.store.ts';

export type Throttled = Refusal<'TooManyAttempts'> & { readonly retryAfterSeconds: number };

export function throttled(retryAfterSeconds: number): Throttled {
  return refusal('TooManyAttempts', `Too many attempts from here: try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}

/** What one address may do across all accounts. */
export function placeCounter(act: string, place: string, rules: IdentityRules): Counter {
  return { key: `${act}:${place}`, limit: { ...PER_IP, tries: PER_IP.tries * rules.placeWidening } };
}

/** Passwords tried on one address (known or not: the key is its hash) from one place. */
export function passwordCounter(email: string, place: string): Counter {
  const digest = createHash('sha256').update(email).digest('base64url').slice(0, 22);
  return { key: `password:${digest}:${place}`, limit: PER_ACCOUNT_AND_IP };
}

/** Second factors tried on one account: from one place, and from everywhere. */
export function factorCounters(accountId: string, place: string): readonly [Counter, Counter] {
  return [
    { key: `factor:${accountId}:${place}`, limit: PER_ACCOUNT_AND_IP },
    { key: `factor:${accountId}`, limit: PER_ACCOUNT_FACTOR },
  ];
}
