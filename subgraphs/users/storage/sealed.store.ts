import type { Sql } from './sql.ts';

/** Where sealed secrets lie: the table, its key, the sealed column. */
export const SEALED = [
  { table: 'signing_key', id: 'kid', column: 'private_sealed' },
  { table: 'totp_factor', id: 'account_id', column: 'secret_sealed' },
] as const;

export type SealedPlace = (typeof SEALED)[number];

/** Rows whose secret does not begin with `fingerprint`, locked; those that somebody else holds are left for the next time. */
export async function staleSecrets(
  sql: Sql,
  { table, id, column }: SealedPlace,
  fingerprint: Buffer,
  count: number,
): Promise<{ id: string; sealed: Buffer }[]> {
  return sql(
    `select ${id} as id, ${column} as sealed from ${table}
      where substring(${column} from 1 for ${fingerprint.length}) <> ? limit ? for update skip locked`,
    [fingerprint, count],
  );
}

export async function replaceSecret(
  sql: Sql,
  { table, id, column }: SealedPlace,
  key: string,
  sealed: Buffer,
): Promise<void> {
  await sql(`update ${table} set ${column} = ? where ${id}::text = ?`, [sealed, key]);
}
