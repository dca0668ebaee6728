import type { Pool, PoolClient } from 'pg';
import type { Log } from '#chassis/log/log';
import { Pulse } from '#chassis/events/pulse';

/** A pool that has just been made has this long to show its presence. */
const NEWCOMER_SECONDS = 20;

/**
 * Gives back the jobs of pools of workers that died. graphile-worker itself waits four hours. Jobs are locked in the name of a pool: each
 * pool of this process holds an advisory lock on one connection, which ends with the process; whoever holds jobs but no lock is gone.
 */
export class WorkerPresence {
  readonly #pool: Pool;
  readonly #schema: string;
  readonly #pulse: Pulse;
  readonly #pools = new Set<string>();
  #client: PoolClient | null = null;
  #locked = new Set<string>();

  constructor(pool: Pool, schema: string, log: Log, everyMs: number) {
    this.#pool = pool;
    this.#schema = schema;
    this.#pulse = new Pulse('worker presence', everyMs, log, () => this.#beat());
  }

  joined(poolId: string): void {
    this.#pools.add(poolId);
    this.#pulse.wake();
  }

  /** What the pool still holds was begun and not ended: it becomes somebody's again. */
  left(poolId: string): void {
    this.#pools.delete(poolId);
    this.#pulse.wake();
  }

  async stop(): Promise<void> {
    await this.#pulse.stop();
    const client = this.#client;
    this.#client = null;
    client?.release(true);
  }

  async #beat(): Promise<boolean> {
    const client = await this.#connected();
    for (const poolId of this.#pools) {
      if (this.#locked.has(poolId)) continue;
      await client.query(`select pg_advisory_lock_shared(hashtextextended($1, 1))`, [poolId]);
      this.#locked.add(poolId);
    }
    for (const poolId of this.#locked) {
      if (this.#pools.has(poolId)) continue;
      await client.query(`select pg_advisory_unlock_shared(hashtextextended($1, 1))`, [poolId]);
      this.#locked.delete(poolId);
    }
    await this.#freeTheDead(client);
    return false;
  }

  async #connected(): Promise<PoolClient> {
    if (this.#client) return this.#client;
    const client = await this.#pool.connect();
    const lost = (error?: Error): void => {
      if (this.#client !== client) return;
      this.#client = null;
      client.release(error ?? true);
    };
    client.on('error', lost);
    client.on('end', () => lost());
    this.#client = client;
    this.#locked = new Set();
    return client;
  }

  async #freeTheDead(client: PoolClient): Promise<void> {
    const { rows } = await client.query<{ holder: string }>(
      `select distinct locked_by as holder from "${this.#schema}".jobs
       where locked_by is not null and locked_at < clock_timestamp() - make_interval(secs => $1)`,
      [NEWCOMER_SECONDS],
    );
    for (const { holder } of rows) {
      if (this.#pools.has(holder)) continue;
      // The exclusive lock is granted only when the pool's own, shared one is gone; it ends with this transaction.
      await client.query(
        `select "${this.#schema}".force_unlock_workers(array[$1::text])
         from (select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as gone offset 0) w where w.gone`,
        [holder],
      );
    }
  }
}
