import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Account } from '../domain/account.ts';
import { tokenHash } from '../domain/opaque-token.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { findLink, spendLink, type LinkPurpose } from '../storage/links.store.ts';

export type LinkRefused = Refusal<'AccountLinkInvalid'>;

export function linkRefused(): LinkRefused {
  return refusal('AccountLinkInvalid', 'This link was used already, has expired, or was replaced by a newer one.');
}

/**
 * Spends a link, with its account under lock. It is worth something once, in time, and only while the account is as it was when the
 * link was made. The account is locked before the link, as everywhere.
 */
export async function redeemLink(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  token: string,
  purpose: LinkPurpose,
): Promise<{ readonly account: Account; readonly newEmail: string | null } | LinkRefused> {
  const hash = tokenHash(token);
  const now = scope.ports.wall.now();
  const found = await findLink(tx.sql, hash, purpose, now);
  const account = found && (await lockAccount(tx.em, found.accountId));
  if (!account || account.securityVersion !== found.securityVersion) return linkRefused();
  return (await spendLink(tx.sql, hash, purpose, now)) ? { account, newEmail: found.newEmail } : linkRefused();
}
