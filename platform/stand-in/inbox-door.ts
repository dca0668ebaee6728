import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Inbox } from '#chassis/events/inbox';
import type { DomainEvent } from '#kernel/event';
import { PlainFault } from '../plain-fault.ts';

const DONE_WITHIN_MS = 20_000;
/** Taken in each consumer's database, so that two who stand in at once do not give one sequence twice. */
const STAND_IN_LOCK = 7_243_905_118;

/** The inbox of one consumer, entered with the consumer's own role: what its door would do with a delivery. */
export class InboxDoor {
  readonly consumer: string;
  /** One connection: the lock and what is done under it belong to one session. */
  readonly #pool: pg.Pool;
  /** Of this process one after the other: the lock is the session's, and all of them share one. */
  #last: Promise<void> = Promise.resolve();

  constructor(consumer: string, url: string) {
    this.consumer = consumer;
    this.#pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  }

  /** Puts an event behind those of its aggregate that this consumer had; one that it knows by its id has no effect. */
  deposit(event: Omit<DomainEvent, 'sequence'>): Promise<void> {
    const turn = this.#last.then(() => this.#deposit(event));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #deposit(event: Omit<DomainEvent, 'sequence'>): Promise<void> {
    await this.#pool.query('select pg_advisory_lock($1)', [STAND_IN_LOCK]);
    try {
      if (await this.#knows(event.producer, event.id)) return;
      const sequence = await this.#nextOf(event.producer, event.aggregate, event.aggregateId);
      await new Inbox(this.#pool).deposit(event.producer, [{ ...event, sequence }]);
    } finally {
      await this.#pool.query('select pg_advisory_unlock($1)', [STAND_IN_LOCK]);
    }
  }

  /** Resolves when the consumer has reacted. @throws PlainFault when it does not */
  async done(producer: string, eventId: string): Promise<void> {
    const deadline = performance.now() + DONE_WITHIN_MS;
    while (performance.now() < deadline) {
      const { rows } = await this.#pool.query<{ done: boolean }>(
        'select done_at is not null as done from inbox where producer = $1 and event_id = $2',
        [producer, eventId],
      );
      if (rows[0]?.done !== false) return;
      await pause(50);
    }
    throw new PlainFault(`${this.consumer} has not reacted to ${eventId} of ${producer}: see npm run events -- show.`);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #knows(producer: string, eventId: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('select from inbox where producer = $1 and event_id = $2', [
      producer,
      eventId,
    ]);
    return rowCount === 1;
  }

  /** What was done long ago is no longer in the inbox, but its number is remembered by the stream. */
  async #nextOf(producer: string, aggregate: string, aggregateId: string): Promise<number> {
    const { rows } = await this.#pool.query<{ next: number }>(
      `select greatest(
         coalesce((select max(sequence) + 1 from inbox where producer = $1 and aggregate = $2 and aggregate_id = $3), 1),
         coalesce((select next_sequence from inbox_stream where producer = $1 and aggregate = $2 and aggregate_id = $3), 1)
       ) as next`,
      [producer, aggregate, aggregateId],
    );
    return rows[0]!.next;
  }
}
