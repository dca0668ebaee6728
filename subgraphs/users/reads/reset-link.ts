import type { Scope } from '#chassis/mount/scope';
import { tokenHash } from '../domain/opaque-token.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { accountById } from '../storage/accounts.store.ts';
import { findLink } from '../storage/links.store.ts';
import { readingSql } from '../storage/sql.ts';

/** Whether a reset link would still be accepted, without using it up. */
export async function isResetLinkGood(scope: Scope<UsersPorts>, token: string): Promise<boolean> {
  const link = await findLink(readingSql(scope.em), tokenHash(token), 'RESET_PASSWORD', scope.ports.wall.now());
  const account = link && (await accountById(scope.em, link.accountId));
  return account?.securityVersion === link?.securityVersion && account !== null;
}
