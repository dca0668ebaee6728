import type DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '#kernel/clock';
import type { DomainEvent, EventContract } from '#kernel/event';
import type { Refusal } from '#kernel/refusal';
import type { Caller } from '#chassis/identity/caller';
import type { ClientHeaders } from '#chassis/identity/client-headers';
import type { Log } from '#chassis/log/log';
import type { First } from '#chassis/events/tell';
import type { LiveHub } from '#chassis/live/hub';
import type { Cursors } from '#chassis/graphql/cursor';

/** A batched read: `load` gets unique keys and answers in their order; made once per request and loader. */
export interface LoaderDefinition<Key, Value> {
  readonly name: string;
  load(scope: Scope, keys: readonly Key[]): Promise<readonly (Value | Error)[]>;
  /** For keys that are not scalars. */
  keyOf?(key: Key): string;
}

/** What one request, reaction or job works in. Resolvers get it as their GraphQL context. */
export interface Scope<Ports = unknown> {
  readonly caller: Caller;
  /** What the client said in headers that reach this subgraph (`FORWARD_HEADERS` of the gateway); none for work that no client asked for. */
  readonly headers: ClientHeaders;
  /** A fork for reading; never flushed. */
  readonly em: EntityManager;
  readonly clock: Clock;
  readonly log: Log;
  readonly live: LiveHub;
  /** Signs and checks the cursors of connections. */
  readonly cursors: Cursors;
  /** What subgraph.ts made of its settings: mail, keys, hashers ... */
  readonly ports: Ports;
  loader<Key, Value>(definition: LoaderDefinition<Key, Value>): DataLoader<Key, Value, string>;
  /**
   * Opens a transaction in a fork of its own, spends the nonce of a sealed mutation, runs `work`, writes its events, commits and then
   * rings the doorbell and clears the loaders. A returned refusal rolls everything back unless it went through `tx.keep(...)`.
   * Inside a reaction it joins the reaction's transaction. After the caller's deadline none begins (throws DeadlinePassed), and the first one of a
   * scope is rolled back when its work ended later than that.
   */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Adds a whole `Set-Cookie` value to the answer. */
  setCookie(value: string): void;
}

export interface Transaction {
  readonly em: EntityManager;
  /** Raw SQL (`?` placeholders) in this transaction; rows of SELECT or RETURNING. */
  sql<Row extends object = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>;
  /** Writes a published event into the outbox, in this transaction, with the next sequence of its aggregate. */
  tell<Body>(contract: EventContract<Body>, aggregateId: string, body: Body): Promise<DomainEvent<Body>>;
  /** Writes the only events of aggregates that never get a second one (a transfer), in one statement. */
  tellFirsts<Body>(contract: EventContract<Body>, facts: readonly First<Body>[]): Promise<void>;
  /** Queues a job in this transaction; with `key` a second one under the same key replaces or is dropped while unfinished. */
  enqueue(task: string, payload: object, options?: { key?: string; runAt?: Date; maxAttempts?: number }): Promise<void>;
  /** Commits what was written although the action refuses (throttle counters, the security log). */
  keep<R extends Refusal>(refusal: R): R;
}
