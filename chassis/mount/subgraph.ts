import type { EntitySchema } from '@mikro-orm/core';
import type { DomainEvent, EventContract } from '#kernel/event';
import type { AccessTable } from '#chassis/graphql/access';
import type { Reaction } from '#chassis/events/reaction';
import type { Log } from '#chassis/log/log';
import type { Clock } from '#kernel/clock';
import type { Scope } from './scope.ts';

/** Who hears which events of the own outbox live: `topicOf` names the hub topics of one event. */
export interface LiveFeed<Body = unknown> {
  readonly on: EventContract;
  topicsOf(event: DomainEvent<Body>): readonly string[];
}

/** A job (graphile-worker task) or, with `cron`, a schedule that fires once however many replicas run. */
export interface Job<Ports = unknown> {
  readonly task: string;
  /** Crontab in UTC, business time permitting: `0 3 * * *`. */
  readonly cron?: string;
  run(scope: Scope<Ports>, payload: Record<string, unknown>): Promise<void>;
}

/** Work that every replica does again and again, faster than schedules tick; never twice at once in one replica. */
export interface Beat<Ports = unknown> {
  readonly name: string;
  /** From the end of one to the start of the next, in wall time. */
  readonly everyMs: number;
  /** Makes what runs at every beat; what it remembers is this replica's. A throw is logged once per outage, and tried again. */
  make(): (scope: Scope<Ports>) => Promise<void>;
}

/** What a subgraph may build its ports on. */
export interface Opening {
  readonly clock: Clock;
  readonly log: Log;
  /** The own role's: for a port that keeps connections of its own (and closes them). */
  readonly databaseUrl: string;
  /** Derive keys from it that stay inside the subgraph. */
  readonly secret: string;
  /** Rings the road's doorbell: after a commit, outside of a scope, that told something. */
  ring(): void;
}

/** Everything that makes a subgraph, in one place: its `subgraph.ts` returns it. */
export interface Subgraph<Ports = unknown> {
  readonly name: string;
  readonly entities: readonly EntitySchema[];
  /** Migration classes in order, each under the name that the migrations table keeps. */
  readonly migrations: readonly { name: string; class: new (...args: never[]) => unknown }[];
  /** type-graphql resolver classes (no constructor arguments: what they need is in the scope). */
  readonly resolvers: readonly (new () => object)[];
  /** Types that no field reaches but a union or a reference does. */
  readonly orphanedTypes?: readonly (new () => object)[];
  /** `__resolveReference` per entity: key fields only; forbidden and missing both answer null. Batch through a loader. */
  readonly references: Readonly<Record<string, (reference: never, scope: Scope<Ports>) => Promise<object | null>>>;
  readonly access: AccessTable<Ports>;
  readonly publishes: readonly EventContract[];
  readonly reactions: readonly Reaction<Ports>[];
  readonly live: readonly LiveFeed[];
  readonly jobs: readonly Job<Ports>[];
  readonly beats?: readonly Beat<Ports>[];
  /** Opens what the subgraph needs from outside; called once, after the migrations. */
  open(start: Opening): Promise<Ports>;
  close?(ports: Ports): Promise<void>;
  /** Figures of its own for the metrics, under their whole names (`buz_lane_batches`); asked at every scrape. */
  figures?(ports: Ports): Readonly<Record<string, number>>;
}
