import type { Sql } from '#chassis/storage/transact';
import { walletOf } from '../domain/account.ts';

/** The token documents that somebody has in force; null without a wallet. */
export async function readDocuments(sql: Sql, userId: string): Promise<string[] | null> {
  const [row] = await sql<{ documents: string[] }>('select documents from account where address = ?', [
    walletOf(userId),
  ]);
  return row?.documents ?? null;
}
