import type { MaskedResult } from '../front/run-operation.ts';
import { textOf } from './event-text.ts';

/**
 * A socket's subscription as graphql-ws gets it. Events are written past graphql-ws, which would make a text of its own for every reader;
 * how an operation begins, fails, completes and is given up stays its own: it is handed an iterator that has no events, only their end.
 */
export function pumped(
  events: AsyncIterableIterator<MaskedResult>,
  id: string,
  write: (frame: string) => Promise<void> | undefined,
): AsyncIterableIterator<never> {
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      for await (const event of events) {
        const written = write(`${head}${textOf(event)}}`);
        if (written) await written; // one that takes no more fills its own queue, and nothing else
      }
      return { done: true, value: undefined };
    },
    async return() {
      await events.return!();
      return { done: true, value: undefined };
    },
  };
}
