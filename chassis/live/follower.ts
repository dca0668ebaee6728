import type { DomainEvent } from '#kernel/event';
import type { Told } from './outbox-reader.ts';
import { LiveEnded, type Follower } from './hub.ts';
import type { Mark } from './snapshot.ts';

/** A reader may be this far behind; then it is ended, and resumes with its token. */
export const QUEUE_EVENTS = 256;
export const QUEUE_BYTES = 1024 * 1024;

type Next = IteratorResult<DomainEvent, undefined>;
const DONE: Next = { value: undefined, done: true };

/** What the hub lends to a follower. */
export interface FollowerHome {
  /** Where the tail is: everything before it was published. */
  mark(): Mark;
  freshAt(): number;
  sign(mark: Mark): string;
  left(follower: QueueFollower): void;
}

/** One reader's bounded queue. While it catches up after a resume, what is published meanwhile waits behind what it missed. */
export class QueueFollower implements Follower {
  readonly topic: string;
  readonly #home: FollowerHome;
  #queue: { told: Told; publishedAt: number }[] = [];
  #bytes = 0;
  #waiting: { resolve(next: Next): void; reject(error: Error): void }[] = [];
  #ended = false;
  #error: Error | null = null;
  #last: Mark;
  #missed: AsyncIterator<Told> | null;
  #reading = false;
  /** Until the tail has passed the time when we had caught up, it may publish what was among the missed. */
  readonly #missedIds = new Set<string>();
  #caughtUpAt = Number.POSITIVE_INFINITY;

  constructor(topic: string, home: FollowerHome, resume?: { mark: Mark; missed: AsyncIterator<Told> }) {
    this.topic = topic;
    this.#home = home;
    this.#missed = resume?.missed ?? null;
    this.#last = resume?.mark ?? home.mark();
  }

  push(told: Told): void {
    if (this.#missedIds.size > 0 && this.#home.freshAt() > this.#caughtUpAt) this.#missedIds.clear();
    if (this.#ended || this.#missedIds.has(told.event.id)) return;
    const waiting = this.#missed ? undefined : this.#waiting.shift();
    if (waiting) {
      this.#last = told.mark;
      waiting.resolve({ value: told.event, done: false });
      return;
    }
    this.#queue.push({ told, publishedAt: this.#home.freshAt() });
    this.#bytes += told.bytes;
    if (this.#queue.length > QUEUE_EVENTS || this.#bytes > QUEUE_BYTES) this.end(new LiveEnded('LAGGED'));
  }

  end(error: Error | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#queue = [];
    this.#bytes = 0;
    this.#error = error;
    this.#home.left(this);
    for (const waiting of this.#waiting.splice(0)) this.#finish(waiting);
  }

  next(): Promise<Next> {
    return new Promise((resolve, reject) => {
      const asked = { resolve, reject };
      if (this.#ended) return this.#finish(asked);
      this.#waiting.push(asked);
      if (this.#missed) void this.#catchUp();
      else this.#drain();
    });
  }

  return(): Promise<Next> {
    this.end(null);
    return Promise.resolve(DONE);
  }

  token(): string {
    const idle = this.#queue.length === 0 && !this.#missed;
    return this.#home.sign(idle ? this.#home.mark() : this.#last);
  }

  freshAt(): number {
    if (this.#missed) return 0;
    return Math.min(this.#queue[0]?.publishedAt ?? Number.POSITIVE_INFINITY, this.#home.freshAt());
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The first error is the answer of one `next()`; after it the iterator is simply over. */
  #finish(waiting: { resolve(next: Next): void; reject(error: Error): void }): void {
    const error = this.#error;
    this.#error = null;
    if (error) waiting.reject(error);
    else waiting.resolve(DONE);
  }

  #drain(): void {
    while (this.#waiting.length > 0 && this.#queue.length > 0) {
      const { told } = this.#queue.shift()!;
      this.#bytes -= told.bytes;
      if (this.#missedIds.has(told.event.id)) continue;
      this.#last = told.mark;
      this.#waiting.shift()!.resolve({ value: told.event, done: false });
    }
  }

  async #catchUp(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#missed && this.#waiting.length > 0 && !this.#ended) {
        const { value: told, done } = await this.#missed.next();
        if (done) {
          this.#missed = null;
          this.#caughtUpAt = Date.now();
          this.#drain();
          return;
        }
        if (this.#ended) return;
        this.#missedIds.add(told.event.id);
        this.#last = told.mark;
        this.#waiting.shift()?.resolve({ value: told.event, done: false });
      }
    } catch (error) {
      this.end(error as Error);
    } finally {
      this.#reading = false;
    }
  }
}
