import type { DomainEvent } from '#kernel/event';

/** Topics of one replica, fed by the tail of its own outbox and by nothing else. */
export interface LiveHub {
  /** Every event published on `topic` from now on; ends when the reader returns. The queue is bounded: a reader that lags is ended. */
  follow<Body = unknown>(topic: string): AsyncIterableIterator<DomainEvent<Body>>;
}
