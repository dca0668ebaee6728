import type { Id } from './id.ts';

/** What a producer publishes about one kind of past fact. `body` is a zod schema in practice; the kernel asks only for `parse`. */
export interface EventContract<Body = unknown> {
  /** The subgraph whose outbox holds it: `users`. */
  readonly producer: string;
  /** `user.email_verified`: past tense, stable. */
  readonly type: string;
  readonly version: number;
  /** The aggregate whose order it keeps: `user`. Consumers subscribe to aggregates, not to types. */
  readonly aggregate: string;
  /** One sentence on WHEN it fires; it goes into docs/events.md. */
  readonly when: string;
  readonly body: { parse(value: unknown): Body };
}

/** The envelope: the same on the outbox, the wire, the inbox and the tail. */
export interface DomainEvent<Body = unknown> {
  readonly id: Id;
  readonly producer: string;
  readonly type: string;
  readonly version: number;
  readonly aggregate: string;
  readonly aggregateId: string;
  /** 1, 2, 3 ... per aggregate, without a gap. */
  readonly sequence: number;
  /** Business time, ISO 8601 UTC. */
  readonly occurredAt: string;
  /** The user who caused it, or null for the system. */
  readonly actor: Id | null;
  readonly correlationId: string;
  readonly causationId: Id | null;
  /** W3C traceparent of what told it; only in a trace that is recorded. */
  readonly trace?: string;
  readonly body: Body;
}

export type BodyOf<Contract> = Contract extends EventContract<infer Body> ? Body : never;
