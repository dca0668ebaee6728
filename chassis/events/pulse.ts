import type { Log } from '#chassis/log/log';
import { outOfTrace } from '#chassis/trace/span';

/**
 * Work that runs when woken and at least every `everyMs`, never twice at once. `work` answers whether more is waiting. A fault is logged
 * once per outage and retried with a growing pause of at most a second, so that a database that comes back is used within a second.
 */
export class Pulse {
  readonly #name: string;
  readonly #everyMs: number;
  readonly #log: Log;
  readonly #work: () => Promise<boolean>;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #again = false;
  #faults = 0;
  #stopped = false;

  constructor(name: string, everyMs: number, log: Log, work: () => Promise<boolean>) {
    this.#name = name;
    this.#everyMs = everyMs;
    this.#log = log;
    this.#work = work;
  }

  wake(): void {
    if (this.#stopped || this.#faults > 0) return; // in an outage the timer decides
    if (this.#running) this.#again = true;
    else this.#start();
  }

  /** Resolves when the work that runs now has ended; none starts after it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#running = outOfTrace(() => this.#beat()).finally(() => {
      this.#running = null;
      if (this.#stopped) return;
      if (this.#again && this.#faults === 0) return this.#start();
      const pauseMs = this.#faults === 0 ? this.#everyMs : Math.min(50 * 2 ** this.#faults, 1000);
      this.#timer = setTimeout(() => this.#start(), pauseMs);
    });
  }

  async #beat(): Promise<void> {
    try {
      do {
        this.#again = false;
      } while (((await this.#work()) || this.#again) && !this.#stopped);
      if (this.#faults > 0) this.#log.info({ work: this.#name, faults: this.#faults }, 'works again');
      this.#faults = 0;
    } catch (error) {
      if (this.#faults++ === 0 && !this.#stopped) this.#log.warn({ work: this.#name, err: error }, 'fault, retrying');
    }
  }
}
