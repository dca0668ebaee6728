import pg from 'pg';
import { makeTables } from '../../own-tables.ts';

/** A program that may send documents of its own, within a budget of its own. */
export interface ApiClient {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the secret in its key, hex. */
  readonly secretHash: string;
  /** Points that it may spend a minute; a request is one, and an operation what it costs. */
  readonly costPerMinute: number;
}

/** Where the clients are kept. */
export interface ClientStore {
  /** Those that may ask. */
  active(): Promise<readonly ApiClient[]>;
  close(): Promise<void>;
}

export interface ClientRow extends ApiClient {
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

const TABLE = `create table if not exists api_clients (
  id text primary key,
  name text not null unique,
  secret_hash text not null,
  cost_per_minute integer not null check (cost_per_minute > 0),
  created_at timestamptz not null default now(),
  revoked_at timestamptz
)`;
const COLUMNS = `id, name, secret_hash as "secretHash", cost_per_minute as "costPerMinute"`;

/** The clients in the gateway's own schema. A row is never deleted: who once had a key stays known. */
export class PostgresClients implements ClientStore {
  readonly #pool: pg.Pool;
  readonly #databaseUrl: string;
  #ready: Promise<unknown> | undefined;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
    this.#pool = new pg.Pool({
      connectionString: databaseUrl,
      max: 1,
      connectionTimeoutMillis: 1_000,
      query_timeout: 1_000,
      application_name: 'gateway api clients',
    });
    this.#pool.on('error', () => undefined); // the next question says what is wrong
  }

  async active(): Promise<readonly ApiClient[]> {
    return (await this.#query<ApiClient>(`select ${COLUMNS} from api_clients where revoked_at is null`)).rows;
  }

  async all(): Promise<readonly ClientRow[]> {
    const text = `select ${COLUMNS}, created_at as "createdAt", revoked_at as "revokedAt" from api_clients order by created_at`;
    return (await this.#query<ClientRow>(text)).rows;
  }

  /** Throws when a client of that name is there already. */
  async add({ id, name, secretHash, costPerMinute }: ApiClient): Promise<void> {
    await this.#query('insert into api_clients (id, name, secret_hash, cost_per_minute) values ($1, $2, $3, $4)', [
      id,
      name,
      secretHash,
      costPerMinute,
    ]);
  }

  /** Whether there was one to revoke; `which` is its name or its id. */
  async revoke(which: string): Promise<boolean> {
    const text = 'update api_clients set revoked_at = now() where (name = $1 or id = $1) and revoked_at is null';
    return ((await this.#query(text, [which])).rowCount ?? 0) > 0;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
    try {
      await (this.#ready ??= makeTables(this.#databaseUrl, [TABLE]));
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
    return this.#pool.query<Row>(text, values);
  }
}
