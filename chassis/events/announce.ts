import type { Log } from '#chassis/log/log';
import { AbsentNeighbour, type Bus } from './bus.ts';
import type { Reaction } from './reaction.ts';

/**
 * Asks every producer that the reactions hear to keep a line for this consumer: at start, until it is accepted, and again every minute, so
 * that a producer that lost its tables learns of it. A business that has not moved in is waited for quietly. Only ever adds: a replica with older code takes nothing away during a rollout.
 */
export class Announcer {
  readonly #consumer: string;
  readonly #bus: Bus;
  readonly #log: Log;
  readonly #everyMs: number;
  readonly #wanted = new Map<string, Set<string>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #stopped = false;

  constructor(consumer: string, reactions: readonly Reaction<never>[], bus: Bus, log: Log, everyMs: number) {
    this.#consumer = consumer;
    this.#bus = bus;
    this.#log = log;
    this.#everyMs = everyMs;
    for (const { hears } of reactions) {
      const aggregates = this.#wanted.get(hears.producer) ?? new Set<string>();
      this.#wanted.set(hears.producer, aggregates.add(hears.aggregate));
    }
  }

  start(): void {
    for (const producer of this.#wanted.keys()) void this.#announce(producer, 0);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #announce(producer: string, faults: number): Promise<void> {
    let failed = 0;
    try {
      await this.#bus.subscribe(producer, {
        consumer: this.#consumer,
        aggregates: [...this.#wanted.get(producer)!].sort(),
      });
      if (faults > 0) this.#log.info({ producer }, 'the subscription is accepted');
    } catch (error) {
      failed = faults + 1;
      if (error instanceof AbsentNeighbour) {
        if (failed === 1) this.#log.info({ producer }, 'nobody of that name is here: its events are waited for');
      } else if (failed === 8)
        this.#log.warn({ producer, err: error }, 'a producer has not accepted the subscription yet');
    }
    if (this.#stopped) return;
    const waitMs = failed > 0 ? Math.min(100 * 2 ** (failed - 1), 5000) : this.#everyMs;
    this.#timers.set(
      producer,
      setTimeout(() => void this.#announce(producer, failed), waitMs),
    );
  }
}
