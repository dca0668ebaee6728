import type { DomainEvent, EventContract } from '#kernel/event';
import type { Scope } from '#chassis/mount/scope';

/** A sentence: hears a neighbour's (or an own) published event and calls an own action, once in effect. */
export interface Reaction<Ports = unknown> {
  /** `award-xp-when-profile-completed`. */
  readonly name: string;
  readonly hears: EventContract;
  /** Runs in the consumer's own transaction; a throw is retried, the eighth parks the aggregate. `scope.transact` joins that transaction. */
  react(scope: Scope<Ports>, event: DomainEvent<never>): Promise<void>;
}

export function reaction<Body, Ports>(
  name: string,
  hears: EventContract<Body>,
  react: (scope: Scope<Ports>, event: DomainEvent<Body>) => Promise<void>,
): Reaction<Ports> {
  return { name, hears, react: (scope, event) => react(scope, { ...event, body: hears.body.parse(event.body) }) };
}
