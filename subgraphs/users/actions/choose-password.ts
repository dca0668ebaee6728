import type { Scope } from '#chassis/mount/scope';
import type { Transaction } from '#chassis/mount/scope';
import type { Account } from '../domain/account.ts';
import { HISTORY, judgePassword, normalPassword, weakPassword, type WeakPassword } from '../domain/password-policy.ts';
import { isPrivileged } from '../domain/standing.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { formerPasswords, retirePassword } from '../storage/accounts.store.ts';
import { grantsOf } from '../storage/grants.store.ts';
import { readingSql } from '../storage/sql.ts';

/** Judges a new password against the policy and the last five, and hashes it. All the hashing, so: outside every transaction. */
export async function choosePassword(
  scope: Scope<UsersPorts>,
  account: Account,
  password: string,
): Promise<{ readonly hash: string } | WeakPassword> {
  const sql = readingSql(scope.em);
  const { roles } = await grantsOf(sql, account.id, scope.clock.now());
  const { email, displayName } = account;
  const weak = judgePassword(password, { email, displayName, privileged: isPrivileged(roles) });
  if (weak) return weak;
  const text = normalPassword(password);
  const { hasher } = scope.ports;
  for (const former of [account.passwordHash, ...(await formerPasswords(sql, account.id, HISTORY - 1))]) {
    if (await hasher.verify(former, text)) return weakPassword([`It is one of your last ${HISTORY} passwords.`]);
  }
  return { hash: await hasher.hash(text) };
}

/** Puts a chosen password in place; `account` is under lock. */
export async function replacePassword(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  account: Account,
  hash: string,
): Promise<void> {
  await retirePassword(tx.sql, account, HISTORY - 1, scope.ports.wall.now());
  account.changePassword(hash, scope.clock.now());
  await tx.em.flush();
}
