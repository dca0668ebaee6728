import pg from 'pg';
import { makeTables } from '../own-tables.ts';

/** How often one version of one client relied on one coordinate of the API, on one day (UTC). */
export interface UsageRow {
  readonly day: string;
  readonly client: string;
  readonly version: string;
  readonly coordinate: string;
  readonly operations: number;
}

/** The same of one operation. */
export interface OperationRow {
  readonly day: string;
  readonly client: string;
  readonly version: string;
  /** SHA-256 of the document. */
  readonly hash: string;
  readonly operation: string;
  readonly operations: number;
}

export interface Flush {
  readonly fields: readonly UsageRow[];
  readonly operations: readonly OperationRow[];
}

/** Where usage is kept; counts of several gateways add up. */
export interface UsageStore {
  add(flush: Flush): Promise<void>;
  close(): Promise<void>;
}

const TABLES = [
  `create table if not exists usage_fields (
     day date not null, client text not null, version text not null, coordinate text not null, operations bigint not null,
     primary key (day, client, version, coordinate)
   )`,
  `create table if not exists usage_operations (
     day date not null, client text not null, version text not null, hash text not null, operation text not null, operations bigint not null,
     primary key (day, client, version, hash, operation)
   )`,
];
const KEPT = '100 days';

export class PostgresUsage implements UsageStore {
  readonly #pool: pg.Pool;
  readonly #databaseUrl: string;
  #ready: Promise<unknown> | undefined;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
    this.#pool = new pg.Pool({
      connectionString: databaseUrl,
      max: 1,
      connectionTimeoutMillis: 2_000,
      query_timeout: 10_000,
      application_name: 'gateway usage',
    });
    this.#pool.on('error', () => undefined); // the next question says what is wrong
  }

  /** All or nothing: rows in one order, so that two gateways cannot wait for each other. */
  async add({ fields, operations }: Flush): Promise<void> {
    await this.#prepared();
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `insert into usage_fields as u (day, client, version, coordinate, operations)
         select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::bigint[]) order by 1, 2, 3, 4
         on conflict (day, client, version, coordinate) do update set operations = u.operations + excluded.operations`,
        columns(fields, ['day', 'client', 'version', 'coordinate', 'operations']),
      );
      await client.query(
        `insert into usage_operations as u (day, client, version, hash, operation, operations)
         select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[]) order by 1, 2, 3, 4, 5
         on conflict (day, client, version, hash, operation) do update set operations = u.operations + excluded.operations`,
        columns(operations, ['day', 'client', 'version', 'hash', 'operation', 'operations']),
      );
      await client.query(`delete from usage_fields where day < current_date - interval '${KEPT}'`);
      await client.query(`delete from usage_operations where day < current_date - interval '${KEPT}'`);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined); // the connection is gone, and the transaction with it
      throw error;
    } finally {
      client.release();
    }
  }

  /** By coordinate, who relied on it in the last days. */
  async since(days: number): Promise<readonly Omit<UsageRow, 'day'>[]> {
    await this.#prepared();
    const { rows } = await this.#pool.query<Omit<UsageRow, 'day'>>(
      `select client, version, coordinate, sum(operations)::float8 as operations from usage_fields
       where day > current_date - $1::int group by 1, 2, 3 order by 3, 1, 2`,
      [days],
    );
    return rows;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #prepared(): Promise<void> {
    try {
      await (this.#ready ??= makeTables(this.#databaseUrl, TABLES));
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
  }
}

function columns<Row extends object>(rows: readonly Row[], names: readonly (keyof Row)[]): unknown[][] {
  return names.map((name) => rows.map((row) => row[name]));
}
