import { GraphQLError } from 'graphql';
import type { Log } from '#chassis/log/log';
import type { GraphStream } from './graph-stream.ts';
import type { LivePlan } from './join-upstream.ts';

/** The end of a subscription to something that another supergraph does not have. */
export const SUBSCRIPTION_GONE = 'SUBSCRIPTION_GONE';

/** Subscriptions that are planned anew in one go: a swap must not stop a gateway that serves ten thousand. */
const SLICE = 200;

type PlanFor<Serving> = (serving: Serving) => Promise<LivePlan>;

/** The open subscriptions of a graph: each goes on under a new plan when another supergraph serves. */
export class LiveSubscriptions<Serving> {
  readonly #log: Log;
  readonly #planned = new Map<GraphStream, PlanFor<Serving>>();
  #latest: Serving | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  get size(): number {
    return this.#planned.size;
  }

  /** @param planFor throws SUBSCRIPTION_GONE when the supergraph does not have what the subscription asks for */
  add(stream: GraphStream, planFor: PlanFor<Serving>): void {
    this.#planned.set(stream, planFor);
    stream.onEnd(() => this.#planned.delete(stream));
  }

  /** Slice by slice; a later swap overtakes. A subscription that has not had its turn runs on the plan and endpoints of before. */
  swapped(serving: Serving): void {
    this.#latest = serving;
    void this.#replan([...this.#planned], serving);
  }

  async #replan(streams: readonly [GraphStream, PlanFor<Serving>][], serving: Serving): Promise<void> {
    for (let at = 0; at < streams.length && this.#latest === serving; at += SLICE) {
      await Promise.all(
        streams.slice(at, at + SLICE).map(async ([stream, planFor]) => {
          const plan = await planFor(serving).catch((error: unknown) => this.#endOf(error));
          if (plan && this.#latest === serving) stream.replan(plan);
        }),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** What cannot be planned at the moment goes on as it was: its access is asked by the supergraph of now all the same. */
  #endOf(error: unknown): GraphQLError | undefined {
    if (error instanceof GraphQLError && error.extensions['code'] === SUBSCRIPTION_GONE) return error;
    this.#log.warn({ err: error }, 'a subscription could not be planned anew and keeps its plan');
    return undefined;
  }
}
