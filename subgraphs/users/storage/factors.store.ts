import type { Id } from '#kernel/id';
import { arrayLiteral, type Sql } from './sql.ts';

export interface TotpFactor {
  readonly secretSealed: Buffer;
  readonly active: boolean;
}

export async function totpFactor(sql: Sql, accountId: Id): Promise<TotpFactor | null> {
  const [row] = await sql<{ secret_sealed: Buffer; active: boolean }>(
    'select secret_sealed, activated_at is not null as active from totp_factor where account_id = ?',
    [accountId],
  );
  return row ? { secretSealed: row.secret_sealed, active: row.active } : null;
}

/** Which of these accounts have an active second factor. */
export async function accountsWithTotp(sql: Sql, accountIds: readonly Id[]): Promise<Set<Id>> {
  const rows = await sql<{ account_id: string }>(
    'select account_id from totp_factor where activated_at is not null and account_id = any(?::uuid[])',
    [arrayLiteral(accountIds)],
  );
  return new Set(rows.map((row) => row.account_id));
}

/** A secret that is being set up replaces one that was never confirmed; false when there is an active factor. */
export async function setUpTotp(sql: Sql, accountId: Id, secretSealed: Buffer, now: Date): Promise<boolean> {
  const rows = await sql(
    `insert into totp_factor (account_id, secret_sealed, created_at) values (?, ?, ?)
     on conflict (account_id) do update set secret_sealed = excluded.secret_sealed, created_at = excluded.created_at, last_step = 0
       where totp_factor.activated_at is null returning 1`,
    [accountId, secretSealed, now],
  );
  return rows.length === 1;
}

/** One guarded UPDATE: a time step opens once, however many hands hold its code. */
export async function spendTotpStep(sql: Sql, accountId: Id, step: number): Promise<boolean> {
  const rows = await sql(
    'update totp_factor set last_step = ? where account_id = ? and activated_at is not null and last_step < ? returning 1',
    [step, accountId, step],
  );
  return rows.length === 1;
}

/** Confirms the factor with its first code, and spends that code's step. */
export async function activateTotpFactor(sql: Sql, accountId: Id, step: number, now: Date): Promise<boolean> {
  const rows = await sql(
    'update totp_factor set activated_at = ?, last_step = ? where account_id = ? and activated_at is null returning 1',
    [now, step, accountId],
  );
  return rows.length === 1;
}

export async function removeTotp(sql: Sql, accountId: Id): Promise<void> {
  await sql('delete from recovery_code where account_id = ?', [accountId]);
  await sql('delete from totp_factor where account_id = ?', [accountId]);
}

/** The new set replaces the old one, used and unused. */
export async function replaceRecoveryCodes(
  sql: Sql,
  accountId: Id,
  hashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await sql('delete from recovery_code where account_id = ?', [accountId]);
  for (const hash of hashes) {
    await sql('insert into recovery_code (account_id, hash, created_at) values (?, ?, ?)', [accountId, hash, now]);
  }
}

/** One guarded UPDATE: fifty parallel uses of one code are one use. */
export async function spendRecoveryCode(sql: Sql, accountId: Id, hash: Buffer, now: Date): Promise<boolean> {
  const rows = await sql(
    'update recovery_code set used_at = ? where account_id = ? and hash = ? and used_at is null returning 1',
    [now, accountId, hash],
  );
  return rows.length === 1;
}

/** How many unused codes each of these accounts has; one without any is missing. */
export async function recoveryCodesLeft(sql: Sql, accountIds: readonly Id[]): Promise<Map<Id, number>> {
  const rows = await sql<{ account_id: string; left: number }>(
    'select account_id, count(*)::int as left from recovery_code where account_id = any(?::uuid[]) and used_at is null group by account_id',
    [arrayLiteral(accountIds)],
  );
  return new Map(rows.map((row) => [row.account_id, row.left]));
}
