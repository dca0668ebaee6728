import type { Sql } from '#chassis/storage/transact';
import type { AccountStatus } from '../domain/account.ts';
import { walletOf } from '../domain/account.ts';
import type { FreezeCause } from '../domain/standing.ts';

/** The wallet's account, locked until the transaction ends: what follows from it is decided one after the other. */
export async function lockWallet(sql: Sql, userId: string): Promise<{ status: AccountStatus } | null> {
  const [row] = await sql<{ status: AccountStatus }>('select status from account where address = ? for no key update', [
    walletOf(userId),
  ]);
  return row ?? null;
}

/** Answers whether the cause is new. */
export async function insertFreeze(sql: Sql, userId: string, cause: FreezeCause, now: Date): Promise<boolean> {
  const rows = await sql(
    'insert into wallet_freeze (user_id, cause, frozen_at) values (?, ?, ?) on conflict do nothing returning cause',
    [userId, cause, now.toISOString()],
  );
  return rows.length > 0;
}

/** Answers whether there was such a cause. */
export async function deleteFreeze(sql: Sql, userId: string, cause: FreezeCause): Promise<boolean> {
  return (
    (await sql('delete from wallet_freeze where user_id = ? and cause = ? returning cause', [userId, cause])).length > 0
  );
}

/** FROZEN exactly while there is a cause; a closed wallet stays closed. Answers the status. */
export async function settleStatus(sql: Sql, userId: string): Promise<AccountStatus> {
  const [row] = await sql<{ status: AccountStatus }>(
    `update account set status = case when status = 'CLOSED' then 'CLOSED'
       when exists (select from wallet_freeze where user_id = ?) then 'FROZEN' else 'ACTIVE' end
     where address = ? returning status`,
    [userId, walletOf(userId)],
  );
  return row!.status;
}

export async function insertDocument(
  sql: Sql,
  document: { readonly documentId: string; readonly userId: string; readonly code: string },
  now: Date,
): Promise<void> {
  await sql(
    'insert into token_document (document_id, user_id, code, effective_at) values (?, ?, ?, ?) on conflict do nothing',
    [document.documentId, document.userId, document.code, now.toISOString()],
  );
}

export async function deleteDocument(sql: Sql, userId: string, documentId: string): Promise<void> {
  await sql('delete from token_document where user_id = ? and document_id = ?', [userId, documentId]);
}

/** The codes in force are those of the documents in force. */
export async function settleDocuments(sql: Sql, userId: string): Promise<void> {
  await sql(
    `update account set documents = array(select distinct code from token_document where user_id = ? order by code)
     where address = ?`,
    [userId, walletOf(userId)],
  );
}

export async function setVerified(sql: Sql, userId: string, verified: boolean): Promise<void> {
  await sql('update account set verified = ? where address = ?', [verified, walletOf(userId)]);
}

type Balances = Record<'available' | 'held' | 'staked' | 'invested', bigint>;

/** What somebody has, all four accounts locked in id order. */
export async function lockBalances(sql: Sql, userId: string): Promise<Balances> {
  const rows = await sql<{ kind: string; balance: string }>(
    'select kind, balance::text as balance from account where owner_id = ? order by id for no key update',
    [userId],
  );
  const of = (kind: string): bigint => BigInt(rows.find((row) => row.kind === kind)?.balance ?? 0);
  return { available: of('WALLET'), held: of('HELD'), staked: of('STAKED'), invested: of('INVESTED') };
}

export async function closeAccounts(sql: Sql, userId: string): Promise<void> {
  await sql("update account set status = 'CLOSED' where owner_id = ?", [userId]);
}
