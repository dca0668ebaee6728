import type { Follower, LiveHub } from './hub.ts';

/** Between the tokens of several followers; no token contains it. */
const BETWEEN = '~';
/** No hub has signed this: a subscription that follows more topics than its position speaks of has to read anew. */
const UNKNOWN_PLACE = '-';

/**
 * The hub as one subscription sees it. It knows which topics the resolver follows and so the position after what was told last; one that
 * comes back with such a position continues there, whatever its resolver makes of the events. A resolver that maps or filters what it
 * takes needs nothing for it. One that holds events back must tell what it took before it takes more: a position speaks of what was taken.
 */
export class Place implements LiveHub {
  readonly #hub: LiveHub;
  readonly #after: readonly string[] | null;
  readonly #followers: Follower[] = [];

  /** @param after a position of an earlier subscription to the same field with the same arguments */
  constructor(hub: LiveHub, after?: string) {
    this.#hub = hub;
    this.#after = after === undefined ? null : after.split(BETWEEN);
  }

  follow<Body>(topic: string, options?: { readonly after?: string | null }): Follower<Body> {
    const after = this.#after === null ? options?.after : (this.#after[this.#followers.length] ?? UNKNOWN_PLACE);
    const follower = this.#hub.follow<Body>(topic, after === undefined ? {} : { after: after || UNKNOWN_PLACE });
    this.#followers.push(follower as Follower);
    return follower;
  }

  /** Whether the subscription began where an earlier one was. */
  get resumed(): boolean {
    return this.#after !== null;
  }

  /** Whether `stream` is the one follower, untouched: then a position may be told at any time. */
  isSource(stream: unknown): boolean {
    return this.#followers.length === 1 && this.#followers[0] === stream;
  }

  followed(prefix: string): string[] {
    return this.#hub.followed(prefix);
  }

  freshAt(): number {
    return this.#hub.freshAt();
  }

  /** Ends what is followed, so that a resolver's own stream that waits for an event ends too. */
  leave(): void {
    for (const follower of this.#followers) void follower.return();
  }

  /** After the event that was taken last; undefined for a stream that follows no topic. Read it before the next event is asked for. */
  position(): string | undefined {
    if (this.#followers.length === 0) return undefined;
    return this.#followers.map((follower) => follower.token()).join(BETWEEN);
  }
}
