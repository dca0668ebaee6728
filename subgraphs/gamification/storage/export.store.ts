import type { Sql } from '#chassis/storage/transact';
import { DERIVED_TABLES, KEPT_TABLES, THROWN_AWAY } from './derived-tables.ts';

/** About a person, but written by those who watch: it would tell farmers what they are watched by. */
const WATCHED: readonly string[] = ['suspicion', 'board_delta', 'board_told'];

/**
 * All rows of one person in the tables that name a `user_id`: a table that is added later is exported without anybody thinking of it. Two
 * statements: which tables there are, and their rows.
 */
export async function readOwnRows(sql: Sql, userId: string): Promise<Record<string, unknown[]>> {
  const known = [...DERIVED_TABLES.map(({ table }) => table), ...Object.keys(THROWN_AWAY), ...Object.keys(KEPT_TABLES)];
  const named = await sql<{ table: string }>(
    `select table_name as "table" from information_schema.columns where table_schema = current_schema() and column_name = 'user_id'`,
  );
  const tables = named
    .map(({ table }) => table)
    .filter((table) => known.includes(table) && !WATCHED.includes(table))
    .sort();
  const each = tables.map(
    (table) =>
      `select '${table}' as "table", coalesce(jsonb_agg(to_jsonb(t)), '[]'::jsonb) as rows from ${table} t where user_id = ?`,
  );
  const rows = await sql<{ table: string; rows: unknown[] }>(
    each.join(' union all '),
    tables.map(() => userId),
  );
  return Object.fromEntries(rows.map((one) => [one.table, one.rows]));
}
