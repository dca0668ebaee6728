import type { Sql } from '#chassis/storage/transact';
import type { Units } from '#kernel/buz';
import { stakedOf, walletOf, type AccountStatus } from '../domain/account.ts';

/** What of a wallet decides whether its owner may enter something new. */
export interface Staker {
  readonly userId: string;
  readonly status: AccountStatus;
  readonly documents: readonly string[];
}

/** By user; who has no wallet is missing. Not locked: whoever moves BUZ afterwards asks the status again under the lock. */
export async function readStakers(sql: Sql, userIds: readonly string[]): Promise<Map<string, Staker>> {
  const rows = await sql<Staker>(
    `select owner_id as "userId", status, documents from account
     where kind = 'WALLET' and owner_id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify([...new Set(userIds)])],
  );
  return new Map(rows.map((row) => [row.userId, row]));
}

/** What somebody has in stakes now, in minor units. */
export async function readStaked(sql: Sql, userId: string): Promise<Units> {
  const [row] = await sql<{ balance: string }>('select balance::text as balance from account where address = ?', [
    stakedOf(userId),
  ]);
  return BigInt(row?.balance ?? 0);
}

export async function hasWallet(sql: Sql, userId: string): Promise<boolean> {
  return (await sql(`select from account where address = ? and status <> 'CLOSED'`, [walletOf(userId)])).length > 0;
}
