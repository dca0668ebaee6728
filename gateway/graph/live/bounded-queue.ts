import { NOT_YET, OVER, type Flow, type Polled } from './flow.ts';

export interface QueueLimits {
  readonly maxItems: number;
  /** Sum of the items' own sizes: length of their JSON text, in UTF-16 units: near enough to bytes for a limit, and cheap. */
  readonly maxSize: number;
}

export const QUEUE_LIMITS: QueueLimits = { maxItems: 256, maxSize: 1024 * 1024 };

/** What a source pushes and one reader polls. When the reader lags too far the queue drops what it holds and ends with `overflow`. */
export class BoundedQueue<Item extends { readonly size: number }> implements Flow<Item> {
  readonly #limits: QueueLimits;
  readonly #overflow: () => Item;
  #items: { readonly item: Item; readonly size: number }[] = [];
  #size = 0;
  #ended = false;
  #overflowed = false;
  /** The reader has taken everything and waits. */
  #isWaitedFor = false;
  #more: (() => void) | undefined;

  constructor(limits: QueueLimits, overflow: () => Item) {
    this.#limits = limits;
    this.#overflow = overflow;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** It ended because the reader lagged too far. */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  /** Items that wait to be read. */
  get length(): number {
    return this.#items.length;
  }

  /** False once the queue has ended: the source should stop. */
  push(item: Item): boolean {
    if (this.#ended) return false;
    const size = this.#isWaitedFor ? 0 : item.size; // a waiting reader takes it at once: nothing to count
    this.#isWaitedFor = false;
    if (this.#items.length >= this.#limits.maxItems || this.#size + size > this.#limits.maxSize) {
      this.#items = [{ item: this.#overflow(), size: 0 }];
      this.#overflowed = true;
      this.end();
      return false;
    }
    this.#items.push({ item, size });
    this.#size += size;
    this.#more?.();
    return true;
  }

  end(): void {
    this.#ended = true;
    this.#more?.();
  }

  /** Ends and forgets what was not read. */
  discard(): void {
    this.#items = [];
    this.end();
  }

  poll(): Polled<Item> {
    const next = this.#items.shift();
    if (next === undefined) {
      this.#isWaitedFor = !this.#ended;
      return this.#ended ? OVER : NOT_YET;
    }
    this.#size -= next.size;
    return next.item;
  }

  onMore(listener: () => void): void {
    this.#more = listener;
  }
}
