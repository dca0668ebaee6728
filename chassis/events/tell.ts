import type { Clock } from '#kernel/clock';
import type { DomainEvent, EventContract } from '#kernel/event';
import { newId, type Id } from '#kernel/id';

/** Raw SQL with `?` placeholders in the caller's open transaction, as `Transaction.sql`. */
export type TransactionSql = <Row extends object = Record<string, unknown>>(
  text: string,
  params?: readonly unknown[],
) => Promise<Row[]>;

/** Who tells, when (business time), and on whose behalf. */
export interface Telling {
  /** The subgraph whose outbox this is. */
  readonly producer: string;
  readonly clock: Clock;
  readonly actor: Id | null;
  readonly correlationId: string;
  readonly causationId: Id | null;
  /** W3C traceparent of who tells; only in a trace that is recorded. */
  readonly trace?: string;
}

/**
 * Writes one published event into the outbox, in the caller's transaction. The sequence is bumped under the row lock of its stream, which
 * is held until the commit: two transactions that tell about one aggregate follow each other, a rollback gives its number back, and so
 * the sequence has no gap and `position`, drawn under the same lock, grows with it.
 */
export async function tellInto<Body>(
  sql: TransactionSql,
  telling: Telling,
  contract: EventContract<Body>,
  aggregateId: string,
  body: Body,
): Promise<DomainEvent<Body>> {
  if (contract.producer !== telling.producer) {
    throw new Error(`${telling.producer} cannot tell ${contract.type}: it is a fact of ${contract.producer}`);
  }
  const event = {
    id: newId(),
    producer: contract.producer,
    type: contract.type,
    version: contract.version,
    aggregate: contract.aggregate,
    aggregateId,
    occurredAt: telling.clock.now().toISOString(),
    actor: telling.actor,
    correlationId: telling.correlationId,
    causationId: telling.causationId,
    ...(telling.trace !== undefined && { trace: telling.trace }),
    body: contract.body.parse(body),
  };
  const [row] = await sql<{ sequence: number }>(
    `with next as (
       insert into outbox_stream as s (aggregate, aggregate_id, last_sequence) values (?, ?, 1)
       on conflict (aggregate, aggregate_id) do update set last_sequence = s.last_sequence + 1
       returning last_sequence
     )
     insert into outbox (id, type, version, aggregate, aggregate_id, sequence, occurred_at, actor, correlation_id, causation_id, trace, body)
     select ?::uuid, ?::text, ?::integer, ?::text, ?::text, next.last_sequence, ?::timestamptz, ?::uuid, ?::text, ?::uuid, ?::text, ?::jsonb from next
     returning sequence`,
    [
      event.aggregate,
      aggregateId,
      event.id,
      event.type,
      event.version,
      event.aggregate,
      aggregateId,
      event.occurredAt,
      event.actor,
      event.correlationId,
      event.causationId,
      telling.trace ?? null,
      JSON.stringify(event.body),
    ],
  );
  return { ...event, sequence: row!.sequence };
}

/** One fact about an aggregate that never gets a second one: a transfer, a vote. */
export interface First<Body> {
  readonly aggregateId: string;
  readonly body: Body;
  /** Whose doing it is, when one transaction tells for several people; else that of the telling. */
  readonly cause?: Pick<Telling, 'actor' | 'correlationId' | 'causationId' | 'trace'>;
}

/**
 * Writes the only events of many aggregates in one statement. Their sequence is 1 and no stream is kept for them, so a second event about one
 * of them is refused by the outbox's unique key.
 */
export async function tellFirsts<Body>(
  sql: TransactionSql,
  telling: Telling,
  contract: EventContract<Body>,
  facts: readonly First<Body>[],
): Promise<void> {
  if (contract.producer !== telling.producer) {
    throw new Error(`${telling.producer} cannot tell ${contract.type}: it is a fact of ${contract.producer}`);
  }
  if (facts.length === 0) return;
  const rows = facts.map(({ aggregateId, body, cause = telling }) => ({
    id: newId(),
    about: aggregateId,
    actor: cause.actor,
    correlation: cause.correlationId,
    causation: cause.causationId,
    trace: cause.trace,
    body: contract.body.parse(body),
  }));
  await sql(
    `insert into outbox (id, type, version, aggregate, aggregate_id, sequence, occurred_at, actor, correlation_id, causation_id, trace, body)
     select f.id, ?::text, ?::integer, ?::text, f.about, 1, ?::timestamptz, f.actor, f.correlation, f.causation, f.trace, f.body
     from jsonb_to_recordset(?::jsonb) as f (id uuid, about text, actor uuid, correlation text, causation uuid, trace text, body jsonb)`,
    [contract.type, contract.version, contract.aggregate, telling.clock.now().toISOString(), JSON.stringify(rows)],
  );
}
