/** There is nothing yet. */
export const NOT_YET = Symbol('not yet');
/** There is nothing more, and never will be. */
export const OVER = Symbol('over');

export type Polled<Item> = Item | typeof NOT_YET | typeof OVER;

/**
 * Items one after the other for one reader, without a promise for each: where one event goes to ten thousand readers, promises cost more than
 * what they wait for. The reader polls until there is nothing yet, and is told when it is worth polling again.
 */
export interface Flow<Item> {
  /** Throws what went wrong in the place of an item. */
  poll(): Polled<Item>;
  /** Told when there may be more, now and then without reason. There is one listener: the one given last. */
  onMore(listener: () => void): void;
}

/** The next item for a reader that waits, as iterators have it. */
export async function nextOf<Item>(flow: Flow<Item>): Promise<IteratorResult<Item, undefined>> {
  for (;;) {
    const polled = flow.poll();
    if (polled === OVER) return { done: true, value: undefined };
    if (polled !== NOT_YET) return { done: false, value: polled };
    await new Promise<void>((resolve) => flow.onMore(resolve));
  }
}

/** What a flow has to wait for before it can go on. */
export class Awaited<Value> {
  #outcome: { readonly value: Value } | { readonly fault: unknown } | undefined;

  constructor(promise: Promise<Value>, done: () => void) {
    const settle = (outcome: { readonly value: Value } | { readonly fault: unknown }): void => {
      this.#outcome = outcome;
      done();
    };
    promise.then(
      (value) => settle({ value }),
      (fault: unknown) => settle({ fault }),
    );
  }

  /** Throws what went wrong. */
  poll(): Value | typeof NOT_YET {
    if (this.#outcome === undefined) return NOT_YET;
    if ('fault' in this.#outcome) throw this.#outcome.fault;
    return this.#outcome.value;
  }
}
