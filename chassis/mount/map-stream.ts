/**
 * Maps a stream one event at a time. Not an async generator: `return()` has to reach the source at once, also while the source waits
 * for an event that may never come.
 */
export function mapStream<From, To>(
  source: AsyncIterable<From>,
  map: (event: From) => Promise<To>,
): AsyncIterableIterator<To> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const { done, value } = await iterator.next();
      return done ? { done: true, value: undefined } : { done: false, value: await map(value) };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
}
