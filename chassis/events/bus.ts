import type { DomainEvent } from '#kernel/event';

/** What a consumer asks of a producer: every event of these aggregates, in order. */
export interface SubscriptionRequest {
  readonly consumer: string;
  readonly aggregates: readonly string[];
  /** A new subscription starts with what the outbox still keeps (the default), or with what is told from now on. */
  readonly from?: 'kept' | 'now';
}

/**
 * How events leave a producer's process. Adapters: `local` (one process), `http` (sealed POST); one conformance suite holds for all.
 * At least once and, per aggregate, in order: the consumer's inbox makes it exactly once.
 */
export interface Bus {
  /** Resolves when every event is durable in the consumer's inbox; throws when that is not known. */
  deliver(producer: string, consumer: string, events: readonly DomainEvent[]): Promise<void>;
  /** Resolves when the producer keeps a line for this consumer, durably. @throws AbsentNeighbour when there is no such producer */
  subscribe(producer: string, request: SubscriptionRequest): Promise<void>;
}

/** A neighbour that this deployment does not have: it has not moved in yet. */
export class AbsentNeighbour extends Error {
  override readonly name = 'AbsentNeighbour';
}

/** What a bus reaches at the far end: a mounted road. */
export interface RoadEnd {
  readonly name: string;
  /** Stores what arrived, in the consumer's own schema and on its own connection; a second time has no effect. */
  deposit(producer: string, events: readonly DomainEvent[]): Promise<void>;
  /** Keeps a line for the consumer in this producer's own schema. */
  accept(request: SubscriptionRequest): Promise<void>;
}
