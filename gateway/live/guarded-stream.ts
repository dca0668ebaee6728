import type { GraphQLError } from 'graphql';
import type { GraphResult } from '../graph/graph.ts';
import { asFault, maskResult, type MaskedResult } from '../front/run-operation.ts';
import { maskErrors, type Masking } from '../guard/mask.ts';

export interface StreamGuard {
  /** Asked before every event is handed on: why this reader may no longer have it. At once where that is known without asking anybody. */
  refusal(): readonly GraphQLError[] | Promise<readonly GraphQLError[]>;
  /** The event as this reader may see it. */
  complete(event: GraphResult): GraphResult;
  readonly masking: Masking;
  /** Called once, however the stream ends. */
  ended(): void;
}

/** A subscription's events for one reader: access is asked for each, errors are masked, and a refusal is the last thing it hears. */
export function guardedStream(
  source: AsyncIterableIterator<GraphResult>,
  guard: StreamGuard,
): AsyncIterableIterator<MaskedResult> {
  let over = false;
  const done = { done: true as const, value: undefined };
  const end = (): void => {
    if (over) return;
    over = true;
    guard.ended();
    void source.return?.()?.catch(() => undefined);
  };
  const last = (errors: readonly GraphQLError[]): IteratorResult<MaskedResult> => {
    end();
    return { done: false, value: { data: null, errors: maskErrors(errors, guard.masking) } };
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (over) return done;
      try {
        const event = await source.next();
        if (over) return done;
        if (event.done) {
          end();
          return done;
        }
        const answer = guard.refusal();
        const refused = answer instanceof Promise ? await answer : answer;
        if (over) return done;
        return refused.length > 0
          ? last(refused)
          : { done: false, value: asSeen(guard.complete(event.value), guard.masking) };
      } catch (error) {
        return over ? done : last([asFault(error)]);
      }
    },
    async return() {
      end();
      return done;
    },
  };
}

/** The event itself where there is nothing to mask: readers of the same one then share it, and with it its text. */
function asSeen(event: GraphResult, masking: Masking): MaskedResult {
  return event.errors === undefined ? (event as MaskedResult) : maskResult(event, masking);
}
