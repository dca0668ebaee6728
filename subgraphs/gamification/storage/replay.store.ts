import type { Sql } from '#chassis/storage/transact';
import { DERIVED_TABLES, THROWN_AWAY, type DerivedTable } from './derived-tables.ts';

/** How one table differs from what the log says. */
export interface TableDifference {
  readonly table: string;
  readonly rows: number;
  readonly replayed: number;
  /** Rows that the table has and a replay does not find, and the other way round. */
  readonly surplus: number;
  readonly missing: number;
  /** Some of those rows. */
  readonly examples: readonly { readonly in: 'table' | 'replay'; readonly row: unknown }[];
}

/** One snapshot for the whole replay. It has to be the first statement of the transaction, and has the time that it takes. */
export async function beginReplay(sql: Sql, write: boolean): Promise<void> {
  await sql('set transaction isolation level repeatable read');
  for (const limit of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
    await sql(`set local ${limit} = 0`);
  }
  if (write) await sql('lock table player, game_fact in exclusive mode'); // whoever hears a fact meanwhile waits, or tries again
}

/** Empty tables of the same names that hide the real ones from this transaction. Append-only triggers are not copied. */
export async function hideTables(sql: Sql): Promise<string> {
  const [where] = await sql<{ schema: string }>('select current_schema() as schema');
  for (const table of [...DERIVED_TABLES.map((one) => one.table), ...Object.keys(THROWN_AWAY)]) {
    await sql(`create temporary table ${table} (like ${where!.schema}.${table} including all) on commit drop`);
  }
  return where!.schema;
}

export async function compareTables(sql: Sql, schema: string): Promise<TableDifference[]> {
  const differences: TableDifference[] = [];
  for (const derived of DERIVED_TABLES) differences.push(await compare(sql, schema, derived));
  return differences;
}

async function compare(sql: Sql, schema: string, derived: DerivedTable): Promise<TableDifference> {
  const { table } = derived;
  const columns = await columnsOf(sql, schema, derived);
  const [kept, replayed] = [`select ${columns} from ${schema}.${table}`, `select ${columns} from pg_temp.${table}`];
  const [counts] = await sql<Pick<TableDifference, 'rows' | 'replayed' | 'surplus' | 'missing'>>(
    `select (select count(*)::int from ${schema}.${table}) as rows, (select count(*)::int from pg_temp.${table}) as replayed,
            (select count(*)::int from (${kept} except all ${replayed}) d) as surplus,
            (select count(*)::int from (${replayed} except all ${kept}) d) as missing`,
  );
  const same = counts!.surplus === 0 && counts!.missing === 0;
  return { table, ...counts!, examples: same ? [] : await examplesOf(sql, kept, replayed) };
}

async function examplesOf(sql: Sql, kept: string, replayed: string): Promise<TableDifference['examples']> {
  const some = (one: string, other: string, where: string): string =>
    `(select '${where}' as "in", to_jsonb(d) as row from (${one} except all ${other}) d limit 3)`;
  return sql<TableDifference['examples'][number]>(
    `${some(kept, replayed, 'table')} union all ${some(replayed, kept, 'replay')}`,
  );
}

async function columnsOf(sql: Sql, schema: string, { table, apart = [] }: DerivedTable): Promise<string> {
  const columns = await sql<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position`,
    [schema, table],
  );
  return columns
    .map(({ name }) => name)
    .filter((name) => !apart.includes(name))
    .join(', ');
}

/** Makes the real tables equal to what was replayed: what is wrong goes, children first, and what is missing comes, parents first. */
export async function replaceTables(sql: Sql, schema: string): Promise<void> {
  const guarded = DERIVED_TABLES.map(({ table }) => `${schema}.${table}`);
  for (const table of guarded) await sql(`alter table ${table} disable trigger user`);
  const columns = new Map<string, string>();
  for (const derived of DERIVED_TABLES) columns.set(derived.table, await columnsOf(sql, schema, derived));
  for (const { table, primaryKey } of DERIVED_TABLES.toReversed()) {
    if (primaryKey) continue;
    const of = columns.get(table)!;
    // compared as text, because nulls are equal there
    await sql(
      `delete from ${schema}.${table} r where row(${of})::text in
         (select row(${of})::text from (select ${of} from ${schema}.${table} except select ${of} from pg_temp.${table}) d)`,
    );
  }
  for (const { table, primaryKey } of DERIVED_TABLES) {
    const of = columns.get(table)!;
    const changes = of.split(', ').map((column) => `${column} = excluded.${column}`);
    const clash = primaryKey ? `on conflict (${primaryKey.join(', ')}) do update set ${changes.join(', ')}` : '';
    await sql(
      `insert into ${schema}.${table} (${of}) select ${of} from pg_temp.${table} except select ${of} from ${schema}.${table} ${clash}`,
    );
  }
  for (const table of guarded) await sql(`alter table ${table} enable trigger user`);
  await sql(
    `drop table ${[...DERIVED_TABLES.map(({ table }) => table), ...Object.keys(THROWN_AWAY)].map((table) => `pg_temp.${table}`).join(', ')}`,
  );
  for (const statement of DERIVED_TABLES.flatMap(({ afterwards = [] }) => afterwards)) await sql(statement);
}
