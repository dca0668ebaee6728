import { isId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { Account } from '../domain/account.ts';
import type { Grants } from '../domain/role.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { grantsOfMany } from '../storage/grants.store.ts';
import { actingUser } from './acting-user.ts';

/** What administering other users takes. */
export const ADMINISTERS_USERS = 'user.update';

export interface Administered {
  readonly actor: Grants & { readonly userId: string };
  readonly subject: Account;
  readonly subjectRoles: readonly string[];
}

/**
 * Locks both accounts, in id order so that two administrators who act on each other queue, and reads what both hold now: a token may
 * still carry what was revoked a second ago.
 */
export async function administer(
  scope: Scope,
  tx: Transaction,
  subjectId: string,
): Promise<Administered | Refusal<'NotFound' | 'Forbidden'>> {
  const actorId = actingUser(scope);
  if (!isId(subjectId)) return refusal('NotFound', 'There is no such user.');
  const accounts = new Map<string, Account | null>();
  for (const id of [...new Set([actorId, subjectId])].sort()) accounts.set(id, await lockAccount(tx.em, id));
  const grants = await grantsOfMany(tx.sql, [actorId, subjectId], scope.clock.now());
  const actor = { userId: actorId, roles: [], permissions: [], ...grants.get(actorId) };
  if (accounts.get(actorId)?.status !== 'ACTIVE' || !actor.permissions.some((name) => name === ADMINISTERS_USERS))
    return refusal('Forbidden', `This takes the permission ${ADMINISTERS_USERS}.`);
  const subject = accounts.get(subjectId);
  if (!subject || subject.status === 'INACTIVE') return refusal('NotFound', 'There is no such user.');
  return { actor, subject, subjectRoles: grants.get(subjectId)?.roles ?? [] };
}
