import type { Sql } from '#chassis/storage/transact';
import { heldOf, investedOf, stakedOf, ventureOf, walletOf } from '../domain/account.ts';

/** Opens the four accounts of a person; answers whether they are new. */
export async function insertWallet(sql: Sql, userId: string, now: Date): Promise<boolean> {
  const kinds = { WALLET: walletOf, HELD: heldOf, STAKED: stakedOf, INVESTED: investedOf };
  const rows = Object.entries(kinds).map(([kind, addressFor]) => ({ kind, address: addressFor(userId) }));
  return insertAccounts(sql, rows, userId, now);
}

/** Opens the account of a venture; it belongs to no person. */
export async function insertVentureAccount(sql: Sql, ventureId: string, now: Date): Promise<boolean> {
  return insertAccounts(sql, [{ kind: 'VENTURE', address: ventureOf(ventureId) }], null, now);
}

async function insertAccounts(
  sql: Sql,
  rows: readonly { kind: string; address: string }[],
  ownerId: string | null,
  now: Date,
): Promise<boolean> {
  const opened = await sql(
    `insert into account (address, kind, owner_id, last_at)
     select a.address, a.kind, ?::uuid, ?::timestamptz from jsonb_to_recordset(?::jsonb) as a (address text, kind text)
     on conflict (address) do nothing returning id`,
    [ownerId, now.toISOString(), JSON.stringify(rows)],
  );
  return opened.length > 0;
}
