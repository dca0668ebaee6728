import type { Pool, PoolClient } from 'pg';
import type { DomainEvent } from '#kernel/event';
import type { Log } from '#chassis/log/log';
import type { LiveHub } from '#chassis/live/hub';
import { OutboxReader } from '#chassis/live/outbox-reader';
import { ResumeTokens } from '#chassis/live/resume';
import { Tail } from '#chassis/live/tail';
import { TopicHub } from '#chassis/live/topic-hub';
import type { LiveFeed } from '#chassis/mount/subgraph';
import { Announcer } from './announce.ts';
import type { Bus, RoadEnd } from './bus.ts';
import { Consumer } from './consumer.ts';
import { Doorbell } from './doorbell.ts';
import { Inbox } from './inbox.ts';
import { Line } from './line.ts';
import { Listener } from './listener.ts';
import { PACE, type Pace } from './pace.ts';
import { Relay } from './relay.ts';
import { surviveOutages } from './survive-outages.ts';
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
  readonly live: readonly LiveFeed[];
  /** Calls the reaction in a scope whose `transact` joins the transaction that is open on `connection`. */
  readonly runReaction: (reaction: Reaction<never>, event: DomainEvent, connection: PoolClient) => Promise<void>;
  /** Signs resume tokens; the same in every replica of the subgraph. */
  readonly resumeKey: Uint8Array;
  readonly pace?: Pace;
}

/** A subgraph's end of the road: relay, consumer and tail behind one handle. */
export interface Road extends RoadEnd {
  readonly live: LiveHub;
  /** Wall clock: when the tail last read all there was. */
  tailReadAt(): number | undefined;
  /** After every commit that told something: wakes relay and tails, here at once and elsewhere by the doorbell. Never waits, never throws. */
  ring(): void;
  /** Resolves when the tail follows and the relay and consumer run; subscriptions are announced in the background until accepted. */
  start(): Promise<void>;
  /** Ends followers, waits for reactions that run, gives the relay's lock back. */
  stop(): Promise<void>;
}

/** Opens a road on tables that `roadTables` made; nothing runs before `start`. */
export function openRoad(start: RoadStart): Road {
  const { name, pool, bus, reactions } = start;
  const pace = start.pace ?? PACE;
  const log = start.log.child({ road: name });
  surviveOutages(pool);
  const line = new Line(name, pool);
  const inbox = new Inbox(pool);
  const reader = new OutboxReader(name, pool);
  const hub = new TopicHub(start.live, reader, new ResumeTokens(start.resumeKey));
  const tail = new Tail({ reader, hub, log, pollMs: pace.pollMs, batch: pace.tail.batch });
  const wakeReaders = (): void => {
    relay.wake();
    tail.wake();
  };
  const listener = new Listener(name, pool, log, (from) => {
    if (from !== doorbell.id) wakeReaders();
  });
  const doorbell = new Doorbell(pool, listener.channel, pace.ringMs, wakeReaders);
  const relay = new Relay({ producer: name, line, bus, listener, log, pace });
  const ring = (): void => doorbell.ring();
  const consumer = new Consumer({ pool, inbox, reactions, run: start.runReaction, onReacted: ring, log, pace });
  const announcer = new Announcer(name, reactions, bus, log, pace.consumer.announceMs);
  return {
    name,
    live: hub,
    tailReadAt: () => tail.readAt,
    ring,
    async deposit(producer, events) {
      await inbox.deposit(producer, events);
      consumer.wake();
    },
    async accept(request) {
      await line.subscribe(request);
      relay.wake();
    },
    async start() {
      await tail.start();
      await listener.start();
      relay.wake();
      consumer.wake();
      announcer.start();
    },
    async stop() {
      announcer.stop();
      doorbell.stop();
      await Promise.all([relay.stop(), consumer.stop(), tail.stop()]);
      await listener.stop();
    },
  };
}
