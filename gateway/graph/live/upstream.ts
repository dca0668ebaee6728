import { GraphQLError } from 'graphql';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import type { SubscriptionObservation } from '../observer.ts';
import { BoundedQueue, QUEUE_LIMITS } from './bounded-queue.ts';
import type { Flow, Polled } from './flow.ts';
import { Told } from './told.ts';
import { turns } from './turns.ts';

/** What an upstream that many share remembers for those who come back: about as much as one reader may lag. */
const REMEMBERED = QUEUE_LIMITS;

/** One reader of an upstream: its own bounded queue, so that a slow one holds up nobody but itself. */
export class Reader implements Flow<Told> {
  readonly #queue = new BoundedQueue<Told>(QUEUE_LIMITS, () => lastWord('SLOW_READER', 'The reader lags too far.'));
  readonly #left: (reader: Reader) => void;
  #observation: SubscriptionObservation | undefined;

  constructor(left: (reader: Reader) => void) {
    this.#left = left;
  }

  get overflowed(): boolean {
    return this.#queue.overflowed;
  }

  /** Tells from now on how much waits. */
  observe(observation: SubscriptionObservation | undefined): this {
    this.#observation = observation;
    return this;
  }

  push(told: Told): void {
    if (!this.#queue.push(told)) this.#left(this);
    else this.#observation?.waiting(this.#queue.length);
  }

  /** The source has ended; what waits is still read. */
  end(): void {
    this.#queue.end();
  }

  poll(): Polled<Told> {
    const polled = this.#queue.poll();
    if (polled instanceof Told && !this.#queue.ended) this.#observation?.waiting(this.#queue.length);
    return polled;
  }

  onMore(listener: () => void): void {
    this.#queue.onMore(listener);
  }

  leave(): void {
    this.#queue.discard();
    this.#left(this);
  }
}

export interface UpstreamStart {
  readonly endpoint: SubgraphEndpoint;
  readonly service: string;
  readonly call: Omit<SubgraphCall, 'signal'>;
  /** Whether readers may find here what they missed: only where every reader hears the same. */
  readonly remembers: boolean;
  readonly ended: () => void;
}

/**
 * One subscription to a subgraph for all readers that hear the same. It is read as fast as it speaks: a slow reader fills its own queue,
 * and not the buffers of a socket that others share. It ends with its last reader.
 */
export class Upstream {
  readonly #start: UpstreamStart;
  readonly #readers = new Set<Reader>();
  readonly #stop = new AbortController();
  #source: AsyncIterableIterator<SubgraphResult> | undefined;
  #over = false;
  #position: Told | undefined;
  #recent: Told[] = [];
  #recentSize = 0;
  /** Everything that was told from the beginning is remembered. */
  #isComplete = true;
  #opened: Promise<SubgraphResult | undefined> | undefined;

  constructor(start: UpstreamStart) {
    this.#start = start;
  }

  /** Asks the subgraph, once. Undefined when it streams; else its answer: it refused. */
  open(): Promise<SubgraphResult | undefined> {
    return (this.#opened ??= this.#open());
  }

  /** A reader from now on, or after a position that is remembered here; undefined when it cannot begin here. */
  join(after: string | undefined): Reader | undefined {
    if (this.#over) return undefined;
    const missed = this.#missedAfter(after);
    if (missed === undefined) return undefined;
    const reader = new Reader((leaving) => this.#leave(leaving));
    this.#readers.add(reader);
    for (const told of missed) reader.push(told);
    return reader;
  }

  #missedAfter(after: string | undefined): readonly Told[] | undefined {
    const begun = this.#start.call.after;
    if (after === undefined) {
      if (begun !== undefined) return undefined; // it may still be telling what others missed
      return this.#position ? [this.#position] : [];
    }
    const at = this.#recent.findLastIndex(({ position }) => position === after);
    if (at >= 0) return this.#recent.slice(at + 1);
    return after === begun && this.#isComplete ? this.#recent : undefined;
  }

  async #open(): Promise<SubgraphResult | undefined> {
    const { endpoint, call } = this.#start;
    try {
      const source = await endpoint.subscribe({ ...call, signal: this.#stop.signal });
      if (!(Symbol.asyncIterator in source)) {
        this.#close();
        return source;
      }
      this.#source = source;
      if (this.#over) void source.return?.()?.catch(() => undefined);
      else void this.#pump(source);
      return undefined;
    } catch (fault) {
      this.#close();
      throw fault;
    }
  }

  async #pump(source: AsyncIterableIterator<SubgraphResult>): Promise<void> {
    try {
      for await (const event of source) {
        if (this.#over) break;
        await this.#tell(new Told(event));
      }
    } catch {
      await this.#tell(lastWord('STREAM_BROKEN', `The stream of ${this.#start.service} broke.`));
    } finally {
      this.#close();
    }
  }

  async #tell(told: Told): Promise<void> {
    if (told.position !== undefined) this.#position = told.isEvent ? positionOf(told) : told;
    if (this.#start.remembers) this.#remember(told);
    else this.#isComplete = false;
    for (const reader of [...this.#readers]) reader.push(told); // who comes from now on finds it remembered
    await turns.passed(); // not faster than this process hands on: only a reader that is slow itself may lag
  }

  #remember(told: Told): void {
    this.#recent.push(told);
    this.#recentSize += told.size;
    while (this.#recent.length > REMEMBERED.maxItems || this.#recentSize > REMEMBERED.maxSize) {
      this.#recentSize -= this.#recent.shift()!.size;
      this.#isComplete = false;
    }
  }

  #leave(reader: Reader): void {
    if (this.#readers.delete(reader) && this.#readers.size === 0) this.#close();
  }

  #close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#start.ended();
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
    this.#stop.abort();
    void this.#source?.return?.()?.catch(() => undefined); // nobody is left to tell
  }
}

function positionOf({ position }: Told): Told {
  return new Told({ extensions: { position: position! } });
}

/** The last thing a stream says: the client may subscribe again with the position of the last event that it has. */
function lastWord(code: 'SLOW_READER' | 'STREAM_BROKEN', message: string): Told {
  return new Told({ data: null, errors: [new GraphQLError(message, { extensions: { code, resumable: true } })] });
}
