import pg from 'pg';

const CONNECT_MS = 5_000;
/** All gateways of a deployment may start at once, and each waits for those before it. */
const TURN_MS = 60_000;

/**
 * Makes tables in the gateway's own schema, or finds them made; one gateway after the other, because `if not exists` alone lets two make the
 * same, and one of them is refused then. All of them or none. Throws when the database cannot be reached.
 */
export async function makeTables(databaseUrl: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: TURN_MS,
    application_name: 'gateway tables',
  });
  await client.connect();
  try {
    await client.query(`set lock_timeout = ${TURN_MS}; set statement_timeout = ${TURN_MS}`);
    // one message is one transaction, and the lock ends with it
    await client.query(["select pg_advisory_xact_lock(hashtext('gateway tables'))", ...statements].join(';\n'));
  } finally {
    await client.end();
  }
}
