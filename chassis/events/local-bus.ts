import type { DomainEvent } from '#kernel/event';
import { AbsentNeighbour, type Bus, type RoadEnd, type SubscriptionRequest } from './bus.ts';

/** One process: roads reach each other by a call. The consumer still writes its own inbox, as its own role, on its own connection. */
export class LocalBus implements Bus {
  readonly #ends = new Map<string, RoadEnd>();

  /** Joins a mounted road; answers how to take it away. */
  join(end: RoadEnd): () => void {
    this.#ends.set(end.name, end);
    return () => void (this.#ends.get(end.name) === end && this.#ends.delete(end.name));
  }

  async deliver(producer: string, consumer: string, events: readonly DomainEvent[]): Promise<void> {
    await this.#end(consumer).deposit(producer, events);
  }

  async subscribe(producer: string, request: SubscriptionRequest): Promise<void> {
    await this.#end(producer).accept(request);
  }

  #end(name: string): RoadEnd {
    const end = this.#ends.get(name);
    if (!end) throw new AbsentNeighbour(`${name} is not mounted in this process`);
    return end;
  }
}
