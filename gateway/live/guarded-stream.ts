import type { GraphQLError } from 'graphql';
import type { GraphResult } from '../graph/graph.ts';
import { Awaited, NOT_YET, OVER, type Polled } from '../graph/live/flow.ts';
import { asFault, maskResult, type MaskedResult } from '../front/run-operation.ts';
import { maskErrors, type Masking } from '../guard/mask.ts';
import type { Pourable } from './poured.ts';

export interface StreamGuard {
  /** Asked before every event is handed on: why this reader may no longer have it. At once where that is known without asking anybody. */
  refusal(): readonly GraphQLError[] | Promise<readonly GraphQLError[]>;
  /** The event as this reader may see it. */
  complete(event: GraphResult): GraphResult;
  readonly masking: Masking;
  /** Called once, however the stream ends. */
  ended(): void;
}

type Refusal = readonly GraphQLError[];

/** A subscription's events for one reader: access is asked for each, errors are masked, and a refusal is the last thing it hears. */
export class GuardedStream implements Pourable<MaskedResult> {
  private over = false;
  /** An event, and the answer whether this reader may have it, where that has to be waited for. */
  private asked: { readonly event: GraphResult; readonly refusal: Awaited<Refusal> } | undefined;
  private more: (() => void) | undefined;

  constructor(
    private readonly source: Pourable<GraphResult>,
    private readonly guard: StreamGuard,
  ) {
    source.onMore(() => this.more?.());
  }

  onMore(listener: () => void): void {
    this.more = listener;
  }

  poll(): Polled<MaskedResult> {
    if (this.over) return OVER;
    try {
      if (this.asked) return this.answered(this.asked);
      const event = this.source.poll();
      if (event === NOT_YET) return NOT_YET;
      if (event === OVER) {
        this.leave();
        return OVER;
      }
      const refused = this.guard.refusal();
      if (!(refused instanceof Promise)) return this.seen(event, refused);
      this.asked = { event, refusal: new Awaited(refused, () => this.more?.()) };
      return NOT_YET;
    } catch (error) {
      return this.last([asFault(error)]);
    }
  }

  leave(): void {
    if (this.over) return;
    this.over = true;
    this.asked = undefined;
    this.guard.ended();
    this.source.leave();
    this.more?.();
  }

  private answered({ event, refusal }: NonNullable<typeof this.asked>): Polled<MaskedResult> {
    const refused = refusal.poll();
    if (refused === NOT_YET) return NOT_YET;
    this.asked = undefined;
    return this.seen(event, refused);
  }

  private seen(event: GraphResult, refused: Refusal): MaskedResult {
    return refused.length > 0 ? this.last(refused) : asSeen(this.guard.complete(event), this.guard.masking);
  }

  private last(errors: Refusal): MaskedResult {
    this.leave();
    return { data: null, errors: maskErrors(errors, this.guard.masking) };
  }
}

/** The event itself where there is nothing to mask: readers of the same one then share it, and with it its text. */
function asSeen(event: GraphResult, masking: Masking): MaskedResult {
  return event.errors === undefined ? (event as MaskedResult) : maskResult(event, masking);
}
