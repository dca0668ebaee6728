import type { Pool, PoolClient } from 'pg';
import type { DomainEvent } from '#kernel/event';
import { eventOf, type EventRow } from './envelope.ts';

/** The events of one aggregate of one producer, as one consumer has them. */
export interface InboxStream {
  readonly producer: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly next: number;
  readonly parked: boolean;
  /** The transaction that last brought something for it, as of this look. */
  readonly touchedBy: string;
}

const KEY = 'producer = $1 and aggregate = $2 and aggregate_id = $3';

/** The consumer's inbox: what arrived, once each, and what is next of every aggregate. */
export class Inbox {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Stores what arrived, in one statement. What is known, done or from before this consumer joined has no effect. It takes no lock on a
   * stream that exists, so it never waits for a reaction that runs (only, for a moment, for one that commits); keys are sorted, so two
   * deposits cannot deadlock.
   */
  async deposit(producer: string, events: readonly DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    const stranger = events.find((event) => event.producer !== producer);
    if (stranger) throw new Error(`${producer} delivered an event of ${stranger.producer}`);
    await this.#pool.query({
      name: 'road-inbox-deposit',
      text: `with arrived as materialized (
          select * from jsonb_to_recordset($2::jsonb) as e (id uuid, type text, version integer, aggregate text, "aggregateId" text,
            sequence integer, "occurredAt" timestamptz, actor uuid, "correlationId" text, "causationId" uuid, trace text, body jsonb)
        ), joined as (
          insert into inbox_stream (producer, aggregate, aggregate_id, next_sequence)
          select $1, aggregate, "aggregateId", min(sequence) from arrived group by 2, 3 order by 2, 3
          on conflict do nothing
        ), readied as (
          insert into inbox_ready (producer, aggregate, aggregate_id)
          select $1, aggregate, "aggregateId" from arrived group by 2, 3 order by 2, 3
          on conflict (producer, aggregate, aggregate_id) do update set touched_by = pg_current_xact_id()
        )
        insert into inbox (producer, event_id, type, version, aggregate, aggregate_id, sequence, occurred_at, actor, correlation_id, causation_id, trace, body)
        select $1, a.id, a.type, a.version, a.aggregate, a."aggregateId", a.sequence, a."occurredAt", a.actor, a."correlationId", a."causationId", a.trace, a.body
        from arrived a left join inbox_stream s on s.producer = $1 and s.aggregate = a.aggregate and s.aggregate_id = a."aggregateId"
        where s.next_sequence is null or a.sequence >= s.next_sequence
        order by a.aggregate, a."aggregateId", a.sequence
        on conflict do nothing`,
      values: [producer, JSON.stringify(events)],
    });
  }

  /** Whether there is an aggregate to look at; no lock, no transaction: the idle poll. */
  async hasReady(heard: readonly string[]): Promise<boolean> {
    const { rows } = await this.#pool.query<{ ready: boolean }>({
      name: 'road-inbox-ready',
      text: `select exists (select from inbox_ready where ${DUE}) as ready`,
      values: [heard],
    });
    return rows[0]!.ready;
  }

  /**
   * Locks one aggregate to look at for the open transaction, past those that others work on; null when there is none. The limit inside
   * keeps the plan the same at any size; it is above the number of turns that all replicas take at once.
   */
  async take(connection: PoolClient, heard: readonly string[]): Promise<InboxStream | null> {
    const { rows } = await connection.query<InboxStream>({
      name: 'road-inbox-take',
      text: `select r.producer, r.aggregate, r.aggregate_id as "aggregateId", r.touched_by::text as "touchedBy", s.next, s.parked
        from (select * from inbox_ready where ${DUE} order by due_at limit 64) r
        cross join lateral (
          select next_sequence as next, parked_at is not null as parked from inbox_stream
          where producer = r.producer and aggregate = r.aggregate and aggregate_id = r.aggregate_id
          for update skip locked
        ) s limit 1`,
      values: [heard],
    });
    return rows[0] ?? null;
  }

  /** The arrived events from the next one on, without a gap, at most `limit`. */
  async run(connection: PoolClient, stream: InboxStream, limit: number): Promise<DomainEvent[]> {
    const { rows } = await connection.query<EventRow>({
      name: 'road-inbox-run',
      text: `select event_id as id, type, version, aggregate, aggregate_id, sequence, occurred_at, actor, correlation_id, causation_id, trace, body
        from inbox where ${KEY} and sequence >= $4 and sequence < $4 + $5 and done_at is null order by sequence`,
      values: [stream.producer, stream.aggregate, stream.aggregateId, stream.next, limit],
    });
    const gap = rows.findIndex((row, index) => row.sequence !== stream.next + index);
    return rows.slice(0, gap === -1 ? rows.length : gap).map((row) => eventOf(stream.producer, row));
  }

  /**
   * Marks the next `count` events done, in the transaction of their reactions. With `drained` the aggregate need not be looked at
   * again, unless something arrived after this look.
   */
  async done(connection: PoolClient, stream: InboxStream, count: number, drained: boolean): Promise<void> {
    await connection.query({
      name: 'road-inbox-done',
      text: `with moved as (
          update inbox_stream set next_sequence = $4::integer + $5::integer, failures = 0, failed_reaction = null, last_error = null
          where ${KEY}
        ), finished as (
          update inbox set done_at = clock_timestamp()
          where ${KEY} and sequence >= $4::integer and sequence < $4::integer + $5::integer
        )
        delete from inbox_ready where ${KEY} and touched_by = $6::xid8 and $7`,
      values: [...keyOf(stream), stream.next, count, stream.touchedBy, drained],
    });
  }

  /** Nothing to do for it: a gap, something that was done already, or parked. It comes again when something arrives. */
  async leave(connection: PoolClient, stream: InboxStream): Promise<void> {
    await connection.query(`delete from inbox_ready where ${KEY} and touched_by = $4::xid8`, [
      ...keyOf(stream),
      stream.touchedBy,
    ]);
  }

  /** Counts a failure of the next event and parks the aggregate at the last one allowed; answers the count. */
  async failed(
    stream: InboxStream,
    failure: { reaction: string; error: string; retryMs: number; allowed: number },
  ): Promise<number> {
    const { rows } = await this.#pool.query<{ failures: number }>(
      `with judged as (
         update inbox_stream set failures = failures + 1, failed_reaction = $5, last_error = $6,
           parked_at = case when failures + 1 >= $8 then clock_timestamp() end
         where ${KEY} and next_sequence = $4 and parked_at is null returning failures
       ), later as (
         update inbox_ready set due_at = clock_timestamp() + make_interval(secs => $7::float8 / 1000 * 3 ^ least(failures - 1, 12))
         from judged where ${KEY}
       )
       select failures from judged`,
      [...keyOf(stream), stream.next, failure.reaction, failure.error.slice(0, 2000), failure.retryMs, failure.allowed],
    );
    return rows[0]?.failures ?? 0;
  }

  /** Removes what was done more than `keepDays` ago: `next_sequence` still refuses it. Answers whether there may be more. */
  async prune(keepDays: number, limit = 2000): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `delete from inbox where (producer, event_id) in (
         select producer, event_id from inbox where done_at < clock_timestamp() - make_interval(days => $1) limit $2)`,
      [keepDays, limit],
    );
    return (rowCount ?? 0) >= limit;
  }
}

/** `$1`: heard `producer/aggregate`. */
const DUE = `due_at <= clock_timestamp() and producer || '/' || aggregate = any($1)`;

const keyOf = (stream: InboxStream): string[] => [stream.producer, stream.aggregate, stream.aggregateId];
