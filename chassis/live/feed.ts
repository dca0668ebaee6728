import type { DomainEvent, EventContract } from '#kernel/event';
import type { LiveFeed } from '#chassis/mount/subgraph';

/** `liveFeed(xpAwarded, (event) => ['xp:' + event.aggregateId])`: which topics an event of the own outbox appears on, body typed. */
export function liveFeed<Body>(
  on: EventContract<Body>,
  topicsOf: (event: DomainEvent<Body>) => readonly string[],
): LiveFeed<never> {
  return { on, topicsOf };
}
