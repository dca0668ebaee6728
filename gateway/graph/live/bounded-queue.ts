export interface QueueLimits {
  readonly maxItems: number;
  /** Sum of the items' own sizes: length of their JSON text, in UTF-16 units: near enough to bytes for a limit, and cheap. */
  readonly maxSize: number;
}

export const QUEUE_LIMITS: QueueLimits = { maxItems: 256, maxSize: 1024 * 1024 };

/** What a source pushes and one reader pulls. When the reader lags too far the queue drops what it holds and ends with `overflow`. */
export class BoundedQueue<Item extends { readonly size: number }> {
  readonly #limits: QueueLimits;
  readonly #overflow: () => Item;
  #items: { readonly item: Item; readonly size: number }[] = [];
  #size = 0;
  #ended = false;
  #overflowed = false;
  #wake: (() => void) | undefined;

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
    const size = this.#wake ? 0 : item.size; // a waiting reader takes it at once: nothing to count
    if (this.#items.length >= this.#limits.maxItems || this.#size + size > this.#limits.maxSize) {
      this.#items = [{ item: this.#overflow(), size: 0 }];
      this.#overflowed = true;
      this.end();
      return false;
    }
    this.#items.push({ item, size });
    this.#size += size;
    this.#notify();
    return true;
  }

  end(): void {
    this.#ended = true;
    this.#notify();
  }

  /** Ends and forgets what was not read. */
  discard(): void {
    this.#items = [];
    this.end();
  }

  /** The next item; undefined at the end. For one reader at a time. */
  async take(): Promise<Item | undefined> {
    while (this.#items.length === 0) {
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const { item, size } = this.#items.shift()!;
    this.#size -= size;
    return item;
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
