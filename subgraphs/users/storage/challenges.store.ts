import type { Id } from '#kernel/id';
import type { Sql } from './sql.ts';

export type TokenDelivery = 'COOKIE' | 'BODY';

/** A right password, waiting for the second factor. */
export interface Challenge {
  readonly accountId: Id;
  readonly securityVersion: number;
  readonly tokenDelivery: TokenDelivery;
}

const MAX_TRIES = 5;

export async function insertChallenge(
  sql: Sql,
  challenge: Challenge & { readonly hash: Buffer; readonly now: Date; readonly expiresAt: Date },
): Promise<void> {
  const { hash, accountId, securityVersion, tokenDelivery, now, expiresAt } = challenge;
  await sql(
    `insert into mfa_challenge (hash, account_id, security_version, token_delivery, created_at, expires_at) values (?, ?, ?, ?, ?, ?)`,
    [hash, accountId, securityVersion, tokenDelivery, now, expiresAt],
  );
}

/** Takes one of the five tries of a challenge, before its code is judged; null when it is used, expired or used up. */
export async function tryChallenge(sql: Sql, hash: Buffer, now: Date): Promise<Challenge | null> {
  const [row] = await sql<{ account_id: string; security_version: number; token_delivery: TokenDelivery }>(
    `update mfa_challenge set tries = tries + 1 where hash = ? and used_at is null and expires_at > ? and tries < ${MAX_TRIES}
     returning account_id, security_version, token_delivery`,
    [hash, now],
  );
  if (!row) return null;
  return { accountId: row.account_id, securityVersion: row.security_version, tokenDelivery: row.token_delivery };
}

/** A challenge opens one session. */
export async function closeChallenge(sql: Sql, hash: Buffer, now: Date): Promise<boolean> {
  const rows = await sql('update mfa_challenge set used_at = ? where hash = ? and used_at is null returning 1', [
    now,
    hash,
  ]);
  return rows.length === 1;
}
