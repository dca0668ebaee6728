import pg from 'pg';
import { RateLimiterPostgres, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Log } from '#chassis/log/log';
import { makeTables } from '../own-tables.ts';

/** Where several gateways count together. */
export interface SharedMeters {
  readonly meter: (keyPrefix: string, points: number, seconds: number) => RateLimiterAbstract;
  stop(): Promise<void>;
}

const TABLE = 'rate_limits';
/** A limit that cannot be asked for within this is not worth waiting for. */
const PATIENCE_MS = 1_000;

/**
 * Counts in the gateway's own schema of PostgreSQL. What is not answered within `patienceMs` is counted by the process alone
 * (`RateLimits`). Throws when the database cannot be reached at the start.
 */
export async function postgresMeters(
  databaseUrl: string,
  log: Log,
  patienceMs: number = PATIENCE_MS,
): Promise<SharedMeters> {
  // unlogged: a crash of the database may forget who asked how often, and a request must not wait for its disk
  await makeTables(databaseUrl, [
    `create unlogged table if not exists ${TABLE} (key varchar(255) primary key, points integer not null default 0, expire bigint)`,
  ]);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 4,
    connectionTimeoutMillis: patienceMs / 2,
    query_timeout: patienceMs,
    application_name: 'gateway rate limits',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'a connection of the rate limits broke'));
  return {
    meter: (keyPrefix, points, duration) =>
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: TABLE,
        tableCreated: true,
        keyPrefix,
        points,
        duration,
        // who has spent everything costs the database nothing more; a cost may be given back, so that it is asked for again
        ...(keyPrefix === 'cost' ? {} : { inMemoryBlockOnConsumed: points + 1 }),
      }),
    stop: () => pool.end(),
  };
}
