import type { MaskedResult } from '../front/run-operation.ts';
import { frameOf } from './event-frame.ts';
import { poured, type Pourable } from './poured.ts';

/**
 * A socket's subscription as graphql-ws gets it. Events are written past graphql-ws, which would make a text of its own for every reader;
 * how an operation begins, fails, completes and is given up stays its own: it is handed an iterator that has no events, only their end.
 */
export function pumped(
  events: Pourable<MaskedResult>,
  id: string,
  write: (frame: Buffer) => Promise<void> | undefined,
): AsyncIterableIterator<never> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      await poured(events, (event) => write(frameOf(event, id)));
      return { done: true, value: undefined };
    },
    async return() {
      events.leave();
      return { done: true, value: undefined };
    },
  };
}
