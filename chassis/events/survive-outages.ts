import type { Pool } from 'pg';

const surviving = new WeakSet<Pool>();
const ignore = (): void => {};

/**
 * A connection that breaks emits 'error', and an 'error' that nobody hears ends the process: idle ones tell the pool, those in use tell
 * themselves. Whoever uses a broken connection gets the fault from its query, so there is nothing else to do here.
 */
export function surviveOutages(pool: Pool): void {
  if (surviving.has(pool)) return;
  surviving.add(pool);
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
}
