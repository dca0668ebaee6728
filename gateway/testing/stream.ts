/** A topic of one process for the test pair: every reader gets what is published after it began. */
export class Stream<T> {
  private readonly readers = new Set<(value: T) => void>();

  get size(): number {
    return this.readers.size;
  }

  publish(value: T): void {
    for (const reader of this.readers) reader(value);
  }

  follow(signal?: AbortSignal): AsyncIterableIterator<T> {
    const queue: T[] = [];
    let wake: (() => void) | undefined;
    let over = false;
    const reader = (value: T): void => {
      queue.push(value);
      wake?.();
    };
    const end = (): void => {
      over = true;
      this.readers.delete(reader);
      wake?.();
    };
    this.readers.add(reader);
    signal?.addEventListener('abort', end, { once: true });
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        while (queue.length === 0 && !over) await new Promise<void>((resolve) => (wake = resolve));
        return queue.length > 0 && !over
          ? { value: queue.shift()!, done: false }
          : { value: undefined as never, done: true };
      },
      async return() {
        end();
        return { value: undefined as never, done: true };
      },
    };
  }
}
