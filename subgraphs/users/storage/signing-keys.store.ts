import type { KeyPlan } from '../domain/signing-key.ts';
import { instant } from './instant.ts';
import type { Sql } from './sql.ts';

export interface SigningKey extends KeyPlan {
  readonly publicJwk: Readonly<Record<string, string>>;
  readonly privateSealed: Buffer;
}

interface KeyRow {
  kid: string;
  public_jwk: Record<string, string>;
  private_sealed: Buffer;
  active_from: string;
  withdrawn_at: string | null;
}

export async function signingKeys(sql: Sql): Promise<SigningKey[]> {
  const rows = await sql<KeyRow>('select kid, public_jwk, private_sealed, active_from, withdrawn_at from signing_key');
  return rows.map((row) => ({
    kid: row.kid,
    publicJwk: row.public_jwk,
    privateSealed: row.private_sealed,
    activeFrom: instant(row.active_from),
    withdrawnAt: instant(row.withdrawn_at),
  }));
}

/** Held to the end of the transaction: two replicas never plan two next keys. */
export async function lockSigningKeys(sql: Sql): Promise<void> {
  await sql(`select pg_advisory_xact_lock(hashtextextended('users.signing_key', 0))`);
}

export async function insertSigningKey(sql: Sql, key: Omit<SigningKey, 'withdrawnAt'>, now: Date): Promise<void> {
  await sql(
    'insert into signing_key (kid, public_jwk, private_sealed, created_at, active_from) values (?, ?::jsonb, ?, ?, ?)',
    [key.kid, JSON.stringify(key.publicJwk), key.privateSealed, now, key.activeFrom],
  );
}

/** Withdraws every key that began before `now` or is still to begin: their tokens are worthless at once. */
export async function withdrawSigningKeys(sql: Sql, now: Date): Promise<void> {
  await sql('update signing_key set withdrawn_at = ? where withdrawn_at is null', [now]);
}
