import { MikroORM, type EntitySchema } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import pg from 'pg';
import type { Log } from '#chassis/log/log';
import { traceStatements } from '#chassis/trace/trace-statements';
import { LimitedClient } from './statement-limit.ts';

export interface NamedMigration {
  readonly name: string;
  readonly class: new (...args: never[]) => unknown;
}

export interface DatabaseSettings {
  /** The subgraph: its role can touch the schema of this name and no other. */
  readonly name: string;
  readonly url: string;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly NamedMigration[];
  readonly log: Log;
  /** Connections for requests; the road has a small pool of its own, so that neither starves the other. */
  readonly poolSize?: number;
  readonly roadPoolSize?: number;
  /** Sees every statement of the request path (tests count them). */
  readonly onStatement?: (sql: string) => void;
}

/** One subgraph's own corner of PostgreSQL. */
export interface Database {
  readonly name: string;
  readonly orm: MikroORM;
  /** For requests. */
  readonly pool: pg.Pool;
  /** For relay, tail and jobs. */
  readonly roadPool: pg.Pool;
  /** The `statement_timeout` of its role, in ms; without one there is no end. */
  readonly statementMs: number;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Connects and migrates. Two replicas that start at once migrate one after the other (advisory lock). */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const { name, log } = settings;
  const roadPool = new pg.Pool({
    connectionString: settings.url,
    max: settings.roadPoolSize ?? 6,
    connectionTimeoutMillis: 5_000,
  });
  roadPool.on('error', (error) => {
    // one that is being closed may still hear that the server stops: the pool's end does not wait for its last word
    if (!roadPool.ending) log.warn({ error: error.message }, 'an idle connection of the road broke');
  });
  traceStatements(roadPool, name);
  const orm = await MikroORM.init({
    clientUrl: settings.url,
    entities: [...settings.entities],
    extensions: [Migrator],
    pool: { min: 0, max: settings.poolSize ?? 8 },
    driverOptions: { connectionTimeoutMillis: 5_000, Client: LimitedClient },
    forceUtcTimezone: true,
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    migrations: {
      tableName: `${name}.migration`,
      migrationsList: settings.migrations as never,
      transactional: true,
      allOrNothing: true,
      snapshot: false,
      disableForeignKeys: false,
    },
    colors: false,
    logger: (line: string) => (settings.onStatement ? settings.onStatement(line) : log.debug({}, line)),
    ...(settings.onStatement && { debug: ['query'] }),
  });
  const pool = (await orm.em.getConnection().getNativeClient()) as pg.Pool;
  traceStatements(pool, name);
  const lock = await roadPool.connect();
  let statementMs: number;
  try {
    statementMs = await timeoutOf(lock);
    await lock.query('set lock_timeout = 0; set statement_timeout = 0'); // the other replica may take its time
    await lock.query('select pg_advisory_lock(hashtext($1))', [`migrate:${name}`]);
    await orm.migrator.up();
  } finally {
    lock.release(true); // closing the session gives the lock back and forgets the settings
  }
  return {
    name,
    orm,
    pool,
    roadPool,
    statementMs,
    async ping() {
      await roadPool.query('select 1');
    },
    async close() {
      await orm.close();
      await roadPool.end();
    },
  };
}

async function timeoutOf(connection: pg.PoolClient): Promise<number> {
  const { rows } = await connection.query<{ ms: number }>(
    `select setting::int as ms from pg_settings where name = 'statement_timeout'`,
  );
  return rows[0]?.ms || Infinity; // 0 is none
}
