import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '#kernel/clock';
import type { DomainEvent, EventContract } from '#kernel/event';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import type { First } from '#chassis/events/tell';
import type { Cursors } from '#chassis/graphql/cursor';
import type { Caller } from '#chassis/identity/caller';
import { NO_HEADERS, type ClientHeaders } from '#chassis/identity/client-headers';
import { DeadlinePassed, isLate } from '#chassis/identity/deadline';
import { ReplayRefused, spendNonces } from '#chassis/identity/nonce';
import type { LiveHub } from '#chassis/live/hub';
import type { Log } from '#chassis/log/log';
import { traceIdOf } from '#chassis/trace/span';
import { limitReads } from '#chassis/storage/statement-limit';
import { transact, type OpenTransaction, type Sql } from '#chassis/storage/transact';
import type { LoaderDefinition, Scope, Transaction } from './scope.ts';
import { isOfDeadline, readTime, writeTime } from './statement-time.ts';

/** Where an event comes from: who acted, in which chain of causes. */
export interface Cause {
  readonly actor: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** W3C traceparent; only in a trace that is recorded. */
  readonly trace?: string;
}

/** What every scope of one mounted subgraph shares. */
export interface ScopeHost<Ports> {
  readonly em: EntityManager;
  readonly clock: Clock;
  readonly log: Log;
  readonly live: LiveHub;
  readonly cursors: Cursors;
  readonly ports: Ports;
  /** How long a statement may take when its caller has more time than that. */
  readonly statementMs: number;
  tell<Body>(
    sql: Sql,
    cause: Cause,
    contract: EventContract<Body>,
    aggregateId: string,
    body: Body,
  ): Promise<DomainEvent<Body>>;
  tellFirsts<Body>(sql: Sql, cause: Cause, contract: EventContract<Body>, facts: readonly First<Body>[]): Promise<void>;
  enqueue(
    sql: Sql,
    task: string,
    payload: object,
    options: Parameters<Transaction['enqueue']>[2],
    trace: string | undefined,
  ): Promise<void>;
  /** Rings after a commit that told something. */
  ring(): void;
}

/** The scope of one request, reaction or job. */
export class RequestScope<Ports> implements Scope<Ports> {
  readonly log: Log;
  /** That of the replica, or of one subscription, which knows its place in it. */
  live: LiveHub;
  readonly cookies: string[] = [];
  private fork: EntityManager | undefined;
  private readonly loaders = new Map<string, DataLoader<unknown, unknown, string>>();
  private nonceSpent = false;
  private committed = false;

  constructor(
    private readonly host: ScopeHost<Ports>,
    readonly caller: Caller,
    private readonly cause: Cause = causeOf(caller),
    /** The transaction of a reaction: whatever the reaction's actions write joins it. */
    private readonly joined?: OpenTransaction,
  ) {
    this.live = host.live;
    const { requestId, trace } = caller;
    this.log = host.log.child(trace === undefined ? { requestId } : { requestId, trace_id: traceIdOf(trace) });
  }

  /** Made when first asked for: an event to a thousand subscribers is a thousand scopes, and most read nothing. */
  get em(): EntityManager {
    return (this.fork ??= this.joined?.em ?? this.forkToRead());
  }
  get headers(): ClientHeaders {
    return this.caller.headers ?? NO_HEADERS;
  }
  get clock(): Clock {
    return this.host.clock;
  }
  get cursors(): Cursors {
    return this.host.cursors;
  }
  get ports(): Ports {
    return this.host.ports;
  }

  loader<Key, Value>(definition: LoaderDefinition<Key, Value>): DataLoader<Key, Value, string> {
    const known = this.loaders.get(definition.name);
    if (known) return known as unknown as DataLoader<Key, Value, string>;
    const made = new DataLoader<Key, Value, string>((keys) => definition.load(this, keys) as Promise<Value[]>, {
      cacheKeyFn: definition.keyOf ?? String,
      maxBatchSize: 1_000,
    });
    this.loaders.set(definition.name, made as unknown as DataLoader<unknown, unknown, string>);
    return made;
  }

  async transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.joined) return work(this.transactionOn(this.joined));
    if (isLate(this.caller)) throw new DeadlinePassed();
    let told = false;
    let spends = false;
    const result = await transact(
      this.host.em,
      async (open) => {
        spends = !this.nonceSpent && this.caller.nonce !== '';
        if (spends) await this.spendNonce(open.sql);
        const answer = await work(this.transactionOn(open, () => (told = true)));
        if (this.isLateFor(answer, open)) throw new DeadlinePassed();
        return answer;
      },
      this.committed ? undefined : writeTime(this.caller, this.host.statementMs), // what belongs to a commit is finished
    ).catch((fault: unknown) => {
      throw isOfDeadline(fault, this.caller) ? new DeadlinePassed() : fault;
    });
    this.committed = true;
    this.nonceSpent ||= spends;
    if (told) this.host.ring();
    this.fork?.clear();
    for (const loader of this.loaders.values()) loader.clearAll();
    return result;
  }

  private forkToRead(): EntityManager {
    const fork = this.host.em.fork({ clear: true });
    const time = readTime(this.caller, this.host.statementMs);
    if (time) limitReads(fork, time);
    return fork;
  }

  setCookie(value: string): void {
    this.cookies.push(value);
  }

  /**
   * Whether what was done is better undone, because nobody hears of it. Not once something was committed, which the rest belongs to,
   * and not what is kept although the action refuses: a counter of tries does not go back.
   */
  private isLateFor(answer: unknown, open: OpenTransaction): boolean {
    const isKept = isRefusal(answer) && open.isKept(answer);
    return isLate(this.caller) && !this.committed && !isKept;
  }

  /** A replayed mutation finds its nonce spent, in whichever replica it arrives. */
  private async spendNonce(sql: Sql): Promise<void> {
    const { size } = await spendNonces(sql, [this.caller.nonce]);
    if (size === 0) throw new ReplayRefused();
  }

  private transactionOn(open: OpenTransaction, onTold?: () => void): Transaction {
    return {
      em: open.em,
      sql: open.sql,
      keep: open.keep,
      tell: async (contract, aggregateId, body) => {
        onTold?.();
        await open.em.flush(); // rows first, so that a constraint speaks before the event is written
        return this.host.tell(open.sql, this.cause, contract, aggregateId, body);
      },
      tellFirsts: async (contract, facts) => {
        if (facts.length > 0) onTold?.();
        await open.em.flush();
        return this.host.tellFirsts(open.sql, this.cause, contract, facts);
      },
      enqueue: (task, payload, options) => this.host.enqueue(open.sql, task, payload, options, this.cause.trace),
    };
  }
}

function causeOf({ userId, requestId, trace }: Caller): Cause {
  return { actor: userId, correlationId: requestId, causationId: null, ...(trace !== undefined && { trace }) };
}

/** A request id for work that no client asked for. */
export function newRequestId(prefix: string): string {
  return `${prefix}-${newId()}`;
}
