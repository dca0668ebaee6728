import type { DomainEvent } from '#kernel/event';
import type { Log } from '#chassis/log/log';
import type { Bus } from './bus.ts';
import type { Line, Subscription } from './line.ts';
import type { Listener } from './listener.ts';
import type { Pace } from './pace.ts';
import { Pulse } from './pulse.ts';

/**
 * Takes told events from the outbox to every subscribed consumer. One replica at a time relays (advisory lock); even two for a moment do no
 * harm, because a place moves on only after its delivery and the inbox knows what it has. Each subscription has a lane of its own: a
 * consumer that is down delays nobody else.
 */
export class Relay {
  readonly #producer: string;
  readonly #line: Line;
  readonly #bus: Bus;
  readonly #listener: Listener;
  readonly #log: Log;
  readonly #pace: Pace;
  readonly #pulse: Pulse;
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #faults = new Map<string, { count: number; notBefore: number }>();
  #stopped = false;
  #candidateAt = 0;
  #pruneAt = 0;

  constructor(parts: { producer: string; line: Line; bus: Bus; listener: Listener; log: Log; pace: Pace }) {
    this.#producer = parts.producer;
    this.#line = parts.line;
    this.#bus = parts.bus;
    this.#listener = parts.listener;
    this.#log = parts.log;
    this.#pace = parts.pace;
    this.#pulse = new Pulse('relay', parts.pace.pollMs, parts.log, () => this.#beat());
  }

  wake(): void {
    this.#pulse.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#pulse.stop();
    await Promise.all(this.#lanes.values());
  }

  async #beat(): Promise<boolean> {
    if (!(await this.#relays())) return false;
    const { unplaced, behind } = await this.#line.look();
    let more = false;
    if (unplaced) {
      more = await this.#line.place(this.#pace.relay.batch * 5);
      for (const subscription of (await this.#line.look()).behind) this.#serve(subscription);
    } else {
      for (const subscription of behind) this.#serve(subscription);
    }
    await this.#pruneHourly();
    return more;
  }

  async #relays(): Promise<boolean> {
    const now = performance.now();
    if (now < this.#candidateAt) return false;
    const holds = await this.#listener.holdsLock();
    this.#candidateAt = holds ? 0 : now + this.#pace.relay.candidateMs;
    return holds;
  }

  #serve(subscription: Subscription): void {
    const key = `${subscription.consumer}/${subscription.aggregate}`;
    if (this.#lanes.has(key) || this.#stopped) return;
    if (performance.now() < (this.#faults.get(key)?.notBefore ?? 0)) return;
    const lane = this.#drain(subscription)
      .then(() => {
        if (this.#faults.delete(key)) this.#log.info({ lane: key }, 'a consumer takes events again');
      })
      .catch((error: unknown) => this.#failed(key, error))
      .finally(() => this.#lanes.delete(key));
    this.#lanes.set(key, lane);
  }

  async #drain(subscription: Subscription): Promise<void> {
    // Until nothing is left: what was placed meanwhile found this lane busy.
    for (let lane = subscription; !this.#stopped;) {
      const batch = await this.#line.next(lane, this.#pace.relay.batch);
      if (batch.events.length === 0) return;
      await Promise.all(
        this.#shares(batch.events).map((share) => this.#bus.deliver(this.#producer, lane.consumer, share)),
      );
      if (!(await this.#line.served(lane, batch.upTo))) return;
      lane = { ...lane, served: batch.upTo };
    }
  }

  /** All events of one aggregate stay in one share, in order: a consumer that joins must see the first one first. */
  #shares(events: readonly DomainEvent[]): DomainEvent[][] {
    const count = Math.min(this.#pace.relay.concurrency, Math.ceil(events.length / 20));
    if (count <= 1) return [[...events]];
    const shares = Array.from({ length: count }, (): DomainEvent[] => []);
    for (const event of events) shares[hashOf(event.aggregateId) % count]!.push(event);
    return shares.filter((share) => share.length > 0);
  }

  #failed(key: string, error: unknown): void {
    if (this.#stopped) return;
    const count = (this.#faults.get(key)?.count ?? 0) + 1;
    const waitMs = Math.min(50 * 2 ** count, this.#pace.relay.backOffMs);
    this.#faults.set(key, { count, notBefore: performance.now() + waitMs });
    if (count === 1) this.#log.warn({ lane: key, err: error }, 'a consumer does not take events, retrying');
  }

  async #pruneHourly(): Promise<void> {
    const now = performance.now();
    if (now < this.#pruneAt) return;
    const more = await this.#line.prune(this.#pace.keepDays);
    this.#pruneAt = more ? now + 1000 : now + 3_600_000;
  }
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0;
  return hash;
}
