import { LiveEnded } from '#chassis/live/hub';
import type { Place } from '#chassis/live/place';
import type { SubgraphResult } from './endpoint.ts';

/** How long a quiet stream keeps its reader's position: well below the age at which positions are refused. */
const QUIET_MS = 60_000;

type Next = IteratorResult<SubgraphResult, undefined>;
const DONE: Next = { value: undefined, done: true };

export interface LiveStreamParts<Event> {
  readonly source: AsyncIterable<Event>;
  readonly place: Place;
  /** Also tell positions without an event: at the beginning, and while nothing happens. Not for a resolver that makes a stream of its own. */
  readonly positions: boolean;
  readonly answer: (event: Event) => Promise<SubgraphResult>;
  /** Hears why a stream broke, other than by a reader that lags or a position that is too old; never of one that is being left. */
  readonly broke: (error: unknown) => void;
  /** Hears when nothing of the stream works any more, however it ended. */
  readonly over: () => void;
  readonly quietMs?: number;
}

/**
 * The events of one subscription as answers, one at a time, each with the position after it. However a stream ends that did not end by
 * itself, its last answer says why: an exception here would take a whole upstream socket with it. Not an async generator: `return()` has to
 * reach the source at once, also while the source waits for an event that may never come.
 */
export function liveStream<Event>(parts: LiveStreamParts<Event>): AsyncIterableIterator<SubgraphResult> {
  return new LiveStream(parts);
}

class LiveStream<Event> implements AsyncIterableIterator<SubgraphResult> {
  readonly #parts: LiveStreamParts<Event>;
  readonly #source: AsyncIterator<Event>;
  readonly #clock: NodeJS.Timeout | undefined;
  /** A position that the reader gets before anything else. */
  #unsaid: Next | undefined;
  #over = false;
  /** The answer to the next event: kept while positions are told in between. */
  #pending: Promise<Next> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** The answer that is being made: who leaves waits for it, since it may be reading. */
  #answering: Promise<SubgraphResult> | undefined;
  /** Answers a reader that waits for an event. */
  #interrupt: (() => void) | undefined;

  constructor(parts: LiveStreamParts<Event>) {
    this.#parts = parts;
    this.#source = parts.source[Symbol.asyncIterator]();
    if (!parts.positions || !parts.place.isSource(parts.source)) return; // what a resolver's own stream took, it may not have told yet
    if (!parts.place.resumed) this.#unsaid = this.#positionOnly();
    this.#clock = setInterval(() => this.#tick(), parts.quietMs ?? QUIET_MS).unref();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** One after the other, however eagerly a reader asks: a position belongs to the event before the next is taken. */
  next(): Promise<Next> {
    const next = this.#last.then(() => this.#next());
    this.#last = next;
    return next;
  }

  /** Resolves when nothing of this stream works any more, neither its source nor an answer. */
  async return(): Promise<Next> {
    this.#end();
    this.#parts.place.leave();
    try {
      await this.#source.return?.();
      await this.#answering?.catch(() => undefined); // told to who asked for it, if anybody still does
    } finally {
      this.#parts.over();
    }
    return DONE;
  }

  async #next(): Promise<Next> {
    if (this.#over) return DONE;
    const unsaid = this.#takeUnsaid();
    if (unsaid) return unsaid;
    try {
      this.#pending ??= this.#source.next().then((event) => this.#told(event));
      const told = await (this.#clock ? Promise.race([this.#pending, this.#interrupted()]) : this.#pending);
      if (told === undefined) return this.#takeUnsaid() ?? DONE;
      this.#pending = undefined;
      return told;
    } catch (error) {
      if (this.#over) return DONE;
      this.#end();
      if (!(error instanceof LiveEnded)) this.#parts.broke(error);
      await this.return().catch(this.#parts.broke);
      return { done: false, value: lastWords(error) };
    }
  }

  async #told(event: IteratorResult<Event>): Promise<Next> {
    this.#interrupt = undefined; // the event was taken: a position would speak of it before it is told
    if (this.#over) return DONE;
    if (event.done) {
      this.#end();
      this.#parts.over();
      return DONE;
    }
    const position = this.#parts.place.position();
    this.#answering = this.#parts.answer(event.value);
    const result = await this.#answering;
    if (position === undefined) return { done: false, value: result };
    return { done: false, value: { ...result, extensions: { ...result.extensions, position } } };
  }

  #interrupted(): Promise<undefined> {
    return new Promise((resolve) => (this.#interrupt = () => resolve(undefined)));
  }

  #takeUnsaid(): Next | undefined {
    const unsaid = this.#unsaid;
    this.#unsaid = undefined;
    return unsaid;
  }

  /** Says a position to a reader that waits; one that does not wait gets it with the next event. */
  #tick(): void {
    if (!this.#interrupt) return;
    this.#unsaid = this.#positionOnly();
    this.#interrupt();
  }

  #positionOnly(): Next | undefined {
    const position = this.#parts.place.position();
    return position === undefined ? undefined : { done: false, value: { extensions: { position } } };
  }

  #end(): void {
    this.#over = true;
    clearInterval(this.#clock);
    this.#interrupt?.();
  }
}

function lastWords(error: unknown): SubgraphResult {
  const [code, resumable] =
    error instanceof LiveEnded
      ? error.code === 'LAGGED'
        ? ['SLOW_READER', true]
        : ['RESUME_TOO_OLD', false]
      : ['STREAM_BROKEN', true];
  const message = error instanceof LiveEnded ? error.message : 'The stream broke.';
  return { data: null, errors: [{ message, extensions: { code, resumable } }] };
}
