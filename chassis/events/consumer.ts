import type { Pool, PoolClient } from 'pg';
import type { DomainEvent } from '#kernel/event';
import type { Log } from '#chassis/log/log';
import type { Inbox, InboxStream } from './inbox.ts';
import type { Pace } from './pace.ts';
import { Pulse } from './pulse.ts';
import type { Reaction } from './reaction.ts';

export type RunReaction = (reaction: Reaction<never>, event: DomainEvent, connection: PoolClient) => Promise<void>;

/**
 * Works an inbox off: takes one aggregate, runs the reactions to its next events and marks them done, in ONE transaction of the consumer's
 * role. Any number of replicas and turns at once: each aggregate is held by one.
 */
export class Consumer {
  readonly #pool: Pool;
  readonly #inbox: Inbox;
  readonly #reactions: readonly Reaction<never>[];
  readonly #heard: readonly string[];
  readonly #run: RunReaction;
  readonly #onReacted: () => void;
  readonly #log: Log;
  readonly #pace: Pace;
  readonly #pulse: Pulse;
  readonly #turns = new Set<Promise<void>>();
  /** Aggregates whose last batch failed, and how many events of them the next batch may hold. */
  readonly #shortened = new Map<string, number>();
  #stopped = false;
  #pruneAt = 0;

  constructor(parts: {
    pool: Pool;
    inbox: Inbox;
    reactions: readonly Reaction<never>[];
    run: RunReaction;
    /** After a commit: a reaction may have told something. */
    onReacted: () => void;
    log: Log;
    pace: Pace;
  }) {
    this.#pool = parts.pool;
    this.#inbox = parts.inbox;
    this.#reactions = parts.reactions;
    this.#heard = [...new Set(parts.reactions.map(({ hears }) => `${hears.producer}/${hears.aggregate}`))];
    this.#run = parts.run;
    this.#onReacted = parts.onReacted;
    this.#log = parts.log;
    this.#pace = parts.pace;
    this.#pulse = new Pulse('consumer', parts.pace.pollMs, parts.log, () => this.#beat());
  }

  wake(): void {
    if (this.#heard.length > 0) this.#pulse.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#pulse.stop();
    await Promise.all(this.#turns);
  }

  /** One look; whatever is ready is then worked off by turns that multiply while they find work. */
  async #beat(): Promise<boolean> {
    const now = performance.now();
    if (now > this.#pruneAt) this.#pruneAt = now + ((await this.#inbox.prune(this.#pace.keepDays)) ? 1000 : 3_600_000);
    if (this.#turns.size < this.#pace.consumer.concurrency && (await this.#inbox.hasReady(this.#heard)))
      this.#startTurns();
    return false;
  }

  #startTurns(): void {
    if (this.#stopped || this.#turns.size >= this.#pace.consumer.concurrency) return;
    const turns = this.#takeTurns()
      .catch((error: unknown) => {
        if (!this.#stopped) this.#log.warn({ err: error }, 'a turn at the inbox failed, retrying');
      })
      .finally(() => this.#turns.delete(turns));
    this.#turns.add(turns);
  }

  async #takeTurns(): Promise<void> {
    while (!this.#stopped && (await this.#turn())) this.#startTurns();
  }

  /** Answers whether there was something to do. */
  async #turn(): Promise<boolean> {
    const turn = await this.#transact();
    if (turn.stream && turn.failure) await this.#afterFailure(turn.stream, turn.failure);
    else if (turn.events.some((event) => this.#reactionsTo(event).length > 0)) this.#onReacted();
    return turn.stream !== null;
  }

  /** One transaction of the consumer's role: take, react, mark done. */
  async #transact(): Promise<Turn> {
    const connection = await this.#pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => void (broken = error);
    connection.on('error', onError);
    try {
      await connection.query('begin');
      const stream = await this.#inbox.take(connection, this.#heard);
      const limit = (stream && this.#shortened.get(keyOf(stream))) ?? this.#pace.consumer.batch;
      const events = stream && !stream.parked ? await this.#inbox.run(connection, stream, limit) : [];
      if (!stream || events.length === 0) {
        if (stream) await this.#inbox.leave(connection, stream);
        await connection.query('commit');
        return { stream, events: [], failure: null };
      }
      const failure = await this.#react(connection, events);
      if (failure) {
        // A reaction that took too long may still be writing: its session ends.
        if (failure.error instanceof TookTooLong) broken = failure.error;
        else await connection.query('rollback').catch((error: Error) => (broken = error));
        return { stream, events, failure };
      }
      await this.#inbox.done(connection, stream, events.length, events.length < limit);
      await connection.query('commit');
      this.#shortened.delete(keyOf(stream));
      return { stream, events, failure: null };
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      connection.off('error', onError);
      connection.release(broken);
    }
  }

  async #react(connection: PoolClient, events: readonly DomainEvent[]): Promise<Failure | null> {
    for (const [index, event] of events.entries()) {
      const hearing = this.#reactionsTo(event);
      const reading = hearing.filter(({ hears }) => hears.version === event.version);
      if (hearing.length > reading.length && reading.length === 0) {
        // A heard type in a version that nobody reads is a fault, not something uninteresting.
        const error = new Error(`version ${event.version} of ${event.type} is not read here`);
        return { index, event, reaction: hearing[0]!.name, error };
      }
      for (const reaction of reading) {
        try {
          await within(this.#pace.consumer.reactionMs, this.#run(reaction, event, connection));
        } catch (error) {
          return { index, event, reaction: reaction.name, error };
        }
      }
    }
    return null;
  }

  #reactionsTo(event: DomainEvent): Reaction<never>[] {
    return this.#reactions.filter(({ hears }) => hears.producer === event.producer && hears.type === event.type);
  }

  /** Only the first event of a batch is judged: with events before it, those are done first, in a shorter batch. */
  async #afterFailure(stream: InboxStream, { index, event, reaction, error }: Failure): Promise<void> {
    const fields = { reaction, event: event.id, type: event.type, aggregateId: event.aggregateId, err: error };
    if (isPassing(error)) {
      this.#log.debug(fields, 'a reaction met a passing fault');
      await pause(50);
      return;
    }
    if (index > 0) {
      this.#shortened.set(keyOf(stream), index);
      return;
    }
    this.#shortened.set(keyOf(stream), 1);
    const failures = await this.#inbox.failed(stream, {
      reaction,
      error: error instanceof Error ? error.message : String(error),
      retryMs: this.#pace.consumer.retryMs,
      allowed: this.#pace.consumer.failures,
    });
    if (failures >= this.#pace.consumer.failures)
      this.#log.error(fields, 'parked: this aggregate waits for an operator');
    else this.#log.warn({ ...fields, failures }, 'a reaction failed');
  }
}

interface Failure {
  readonly index: number;
  readonly event: DomainEvent;
  readonly reaction: string;
  readonly error: unknown;
}

interface Turn {
  readonly stream: InboxStream | null;
  readonly events: readonly DomainEvent[];
  readonly failure: Failure | null;
}

function keyOf(stream: InboxStream): string {
  return `${stream.producer}/${stream.aggregate}/${stream.aggregateId}`;
}

class TookTooLong extends Error {}

/** Not the reaction's fault: deadlock victims, serialisation, a database that goes or is full of connections. */
function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(40001|40P01|08...|57P0.|53...|E(CONN|PIPE|TIMEDOUT|HOST).*)$/.test(code);
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(`took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
