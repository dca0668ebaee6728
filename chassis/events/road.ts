import type { Pool, PoolClient } from 'pg';
import type { DomainEvent } from '#kernel/event';
import type { Log } from '#chassis/log/log';
import type { LiveHub } from '#chassis/live/hub';
import type { LiveFeed } from '#chassis/mount/subgraph';
import type { Bus, RoadEnd } from './bus.ts';
import type { Pace } from './pace.ts';
import type { Reaction } from './reaction.ts';

/** Everything that a subgraph's road needs from the one who mounts it. */
export interface RoadStart {
  /** The subgraph: producer and consumer name at once. */
  readonly name: string;
  /** Signed in as the subgraph's role, search_path on its schema. One connection of it is kept for listening. */
  readonly pool: Pool;
  readonly log: Log;
  readonly bus: Bus;
  readonly reactions: readonly Reaction<never>[];
  readonly live: readonly LiveFeed<never>[];
  /** Calls the reaction in a scope whose `transact` joins the transaction that is open on `connection`. */
  readonly runReaction: (reaction: Reaction<never>, event: DomainEvent, connection: PoolClient) => Promise<void>;
  /** Signs resume tokens; the same in every replica of the subgraph. */
  readonly resumeKey: Uint8Array;
  readonly pace?: Partial<Pace>;
}

/** A subgraph's end of the road: relay, consumer and tail behind one handle. */
export interface Road extends RoadEnd {
  readonly live: LiveHub;
  /** After every commit that told something: wakes relay and tails, here at once and elsewhere by the doorbell. Never waits, never throws. */
  ring(): void;
  /** Resolves when the tail follows and the relay and consumer run; subscriptions are announced in the background until accepted. */
  start(): Promise<void>;
  /** Ends followers, waits for reactions that run, gives the relay's lock back. */
  stop(): Promise<void>;
}
