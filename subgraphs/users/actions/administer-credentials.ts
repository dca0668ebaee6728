import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import { refuseStale, type StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Account } from '../domain/account.ts';
import { levelOf } from '../domain/role.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { administer } from './administer.ts';

export type CredentialsRefusal = Refusal<'NotFound' | 'Forbidden'> | StepUpRefusal;

/** The account whose credentials an administrator takes away, under lock: freshly authenticated, and never somebody who stands above. */
export async function administerCredentials(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  userId: string,
): Promise<Account | CredentialsRefusal> {
  const stale = refuseStale(scope.caller, scope.ports.wall.now().getTime());
  if (stale) return stale;
  const parties = await administer(scope, tx, userId);
  if (isRefusal(parties)) return parties;
  const { actor, subject, subjectRoles } = parties;
  return levelOf(subjectRoles) > levelOf(actor.roles) ? refusal('Forbidden', 'This user stands above you.') : subject;
}
