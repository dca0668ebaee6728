import type { Pool, PoolClient } from 'pg';
import type { Log } from '#chassis/log/log';
import { Pulse } from '#chassis/events/pulse';

/** A worker that has just been made has this long to show its presence. */
const NEWCOMER_SECONDS = 20;

/**
 * Gives back the jobs of workers that died. graphile-worker itself waits four hours. Each worker of this process holds an advisory lock
 * on one connection, which ends with the process; whoever holds jobs but no lock is gone.
 */
export class WorkerPresence {
  readonly #pool: Pool;
  readonly #schema: string;
  readonly #pulse: Pulse;
  readonly #workers = new Set<string>();
  #client: PoolClient | null = null;
  #locked = new Set<string>();

  constructor(pool: Pool, schema: string, log: Log, everyMs: number) {
    this.#pool = pool;
    this.#schema = schema;
    this.#pulse = new Pulse('worker presence', everyMs, log, () => this.#beat());
  }

  joined(workerId: string): void {
    this.#workers.add(workerId);
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
    for (const workerId of this.#workers) {
      if (this.#locked.has(workerId)) continue;
      await client.query(`select pg_advisory_lock_shared(hashtextextended($1, 1))`, [workerId]);
      this.#locked.add(workerId);
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
    const { rows } = await client.query<{ worker: string }>(
      `select distinct locked_by as worker from "${this.#schema}".jobs
       where locked_by is not null and locked_at < clock_timestamp() - make_interval(secs => $1)`,
      [NEWCOMER_SECONDS],
    );
    for (const { worker } of rows) {
      if (this.#workers.has(worker)) continue;
      // The exclusive lock is granted only when the worker's own, shared one is gone; it ends with this transaction.
      await client.query(
        `select "${this.#schema}".force_unlock_workers(array[$1::text])
         from (select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as gone offset 0) w where w.gone`,
        [worker],
      );
    }
  }
}
