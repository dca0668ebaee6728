import type { DomainEvent } from '#kernel/event';

/** A row of `outbox` or `inbox` as the driver reads it. */
export interface EventRow {
  id: string;
  type: string;
  version: number;
  aggregate: string;
  aggregate_id: string;
  sequence: number;
  occurred_at: Date;
  actor: string | null;
  correlation_id: string;
  causation_id: string | null;
  trace: string | null;
  body: unknown;
}

export const EVENT_COLUMNS =
  'id, type, version, aggregate, aggregate_id, sequence, occurred_at, actor, correlation_id, causation_id, trace, body';

export function eventOf(producer: string, row: EventRow): DomainEvent {
  return {
    id: row.id,
    producer,
    type: row.type,
    version: row.version,
    aggregate: row.aggregate,
    aggregateId: row.aggregate_id,
    sequence: row.sequence,
    occurredAt: row.occurred_at.toISOString(),
    actor: row.actor,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    ...(row.trace !== null && { trace: row.trace }),
    body: row.body,
  };
}
