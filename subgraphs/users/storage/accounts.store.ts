import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { newId, type Id } from '#kernel/id';
import { Account } from '../domain/account.ts';
import type { Sql } from './sql.ts';

export interface NewAccount {
  readonly id: Id;
  readonly email: string;
  readonly displayName: string | null;
  readonly passwordHash: string;
  readonly now: Date;
}

/** False when the address is taken: the unique index decides, so that two registrations at once make one account. */
export async function insertAccount(sql: Sql, account: NewAccount): Promise<boolean> {
  const { id, email, displayName, passwordHash, now } = account;
  const rows = await sql(
    `insert into account (id, email, display_name, status, password_hash, password_changed_at, created_at)
     values (?, ?, ?, 'PENDING', ?, ?, ?) on conflict (email) do nothing returning id`,
    [id, email, displayName, passwordHash, now, now],
  );
  return rows.length === 1;
}

/** A copy that nobody will flush: for decisions before a transaction opens. */
export async function accountByEmail(em: EntityManager, email: string): Promise<Account | null> {
  return em.findOne(Account, { email }, { disableIdentityMap: true });
}

export async function accountById(em: EntityManager, id: Id): Promise<Account | null> {
  return em.findOne(Account, { id }, { disableIdentityMap: true });
}

/** The row under lock, as it is now; null when there is none. Lock accounts before sessions, always. */
export async function lockAccount(em: EntityManager, id: Id): Promise<Account | null> {
  return em.findOne(Account, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** The hashes of the last passwords, the latest first, without the current one. */
export async function formerPasswords(sql: Sql, accountId: Id, count: number): Promise<string[]> {
  const rows = await sql<{ password_hash: string }>(
    'select password_hash from password_history where account_id = ? order by set_at desc, id desc limit ?',
    [accountId, count],
  );
  return rows.map((row) => row.password_hash);
}

/** Moves a hash that is being replaced into the history, which keeps `count`. */
export async function retirePassword(sql: Sql, account: Account, count: number, now: Date): Promise<void> {
  await sql('insert into password_history (id, account_id, password_hash, set_at) values (?, ?, ?, ?)', [
    newId(),
    account.id,
    account.passwordHash,
    now,
  ]);
  await sql(
    `delete from password_history where account_id = ? and id not in
      (select id from password_history where account_id = ? order by set_at desc, id desc limit ?)`,
    [account.id, account.id, count],
  );
}
