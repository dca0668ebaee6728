import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/**
 * Tells readers of an outbox that something was committed. Rung after the commit and outside any business transaction (inside, NOTIFY
 * serialises all commits of the database), at once or, when it has just been rung, together with the others of the same 20 ms.
 * A ring that is lost costs one poll interval, nothing else.
 */
export class Doorbell {
  /** Our own notifications come back to our own listener: they carry this, and are ignored. */
  readonly id = randomUUID();
  readonly #pool: Pool;
  readonly #channel: string;
  readonly #everyMs: number;
  readonly #onRing: () => void;
  #quietUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(pool: Pool, channel: string, everyMs: number, onRing: () => void) {
    this.#pool = pool;
    this.#channel = channel;
    this.#everyMs = everyMs;
    this.#onRing = onRing;
  }

  ring(): void {
    if (this.#timer || this.#stopped) return;
    const waitMs = this.#quietUntil - performance.now();
    if (waitMs <= 0) this.#sound();
    else this.#timer = setTimeout(() => this.#sound(), waitMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #sound(): void {
    this.#timer = undefined;
    this.#quietUntil = performance.now() + this.#everyMs;
    this.#onRing(); // readers in this process need no database to hear it
    this.#pool.query('select pg_notify($1, $2)', [this.#channel, this.id]).catch(() => {});
  }
}
