import type { Pool, PoolClient } from 'pg';
import type { Log } from '#chassis/log/log';

/**
 * The one connection of a replica that listens to its subgraph's doorbell and holds its advisory lock. It comes back by itself after an
 * outage; the lock does not: whoever lost the connection has lost it.
 */
export class Listener {
  readonly channel: string;
  readonly #name: string;
  readonly #pool: Pool;
  readonly #log: Log;
  readonly #onRing: (from: string) => void;
  #client: PoolClient | null = null;
  #locked = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(name: string, pool: Pool, log: Log, onRing: (from: string) => void) {
    this.#name = name;
    this.channel = `road_${name}`;
    this.#pool = pool;
    this.#log = log;
    this.#onRing = onRing;
  }

  async start(): Promise<void> {
    const client = await this.#pool.connect();
    const lost = (error?: Error): void => {
      if (this.#client !== client) return;
      this.#client = null;
      this.#locked = false;
      client.release(error ?? true);
      if (!this.#stopped) this.#timer = setTimeout(() => this.#again(), 250);
    };
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', (message) => this.#onRing(message.payload ?? ''));
    this.#client = client;
    try {
      // A listener waits in no transaction, so the request path's limits have no meaning for it.
      await client.query(`listen "${this.channel}"`);
    } catch (error) {
      lost(error as Error);
    }
    if (this.#stopped) await this.stop();
  }

  /** True while this replica is the one that relays. The lock is per database and subgraph. */
  async holdsLock(): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    if (this.#locked) return true;
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
      [`road relay of ${this.#name}`],
    );
    if (this.#client === client) this.#locked = rows[0]!.locked;
    return this.#locked;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    this.#locked = false;
    client?.release(true); // closing the session gives the lock back and ends LISTEN
  }

  #again(): void {
    this.start().catch((error: unknown) => {
      this.#log.debug({ err: error }, 'the listener has no connection yet');
      if (!this.#stopped) this.#timer = setTimeout(() => this.#again(), 500);
    });
  }
}
