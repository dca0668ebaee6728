import type { Id } from '#kernel/id';
import type { AccountStatus } from './account.ts';

/** The asker, as far as the policy of a user needs to know. */
export interface Asker {
  readonly kind: 'anonymous' | 'user' | 'gateway' | 'system';
  readonly userId: Id | null;
  readonly permissions: readonly string[];
}

/** Oneself, the platform itself, and whoever holds `user.list`. */
export function maySeeAccount(asker: Asker, userId: Id): boolean {
  return asker.kind === 'system' || asker.userId === userId || asker.permissions.includes('user.list');
}

/** A signed-in user sees everybody who has proved an address and has not left; anonymous askers see nobody. */
export function maySeeUser(asker: Asker, user: { readonly id: Id; readonly status: AccountStatus }): boolean {
  if (maySeeAccount(asker, user.id)) return true;
  return asker.kind === 'user' && (user.status === 'ACTIVE' || user.status === 'SUSPENDED');
}
