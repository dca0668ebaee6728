import { GraphQLError, type DocumentNode } from 'graphql';
import type { GraphObserver } from '../observer.ts';
import { Lru } from '../plan/lru.ts';
import { documentKey, type Plans } from '../plan/plans.ts';
import type { Prepared } from '../plan/prepare.ts';
import { deferralOf } from './decide-defers.ts';

const MAX_UNDEFERRABLE = 1_000;

export interface ToDefer {
  readonly document: DocumentNode;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Identifies the document, when somebody knows that already. */
  readonly key?: string;
}

/** Plans of operations of which some is deferred, for one supergraph. */
export class DeferredPlans {
  readonly #plans: Plans;
  /** The planner fails at some that it can plan whole (an interface object inside a deferred fragment, for one). */
  readonly #undeferrable = new Lru<string, true>(MAX_UNDEFERRABLE);

  constructor(plans: Plans) {
    this.#plans = plans;
  }

  /** Undefined when the operation is to be answered whole: nothing in it is deferred, or it cannot be planned so. */
  async prepared(
    what: ToDefer,
    observer: GraphObserver | undefined,
    overrides: readonly string[],
  ): Promise<Prepared | undefined> {
    const { document, operationName, variables = {} } = what;
    const deferral = deferralOf(document, operationName, variables);
    if (deferral === undefined) return undefined;
    const key = (what.key ?? documentKey(document)) + deferral.variant;
    if (this.#undeferrable.get(key)) return undefined;
    try {
      return await this.#plans.prepared(deferral.document, operationName, key, observer, false, overrides);
    } catch (error) {
      if (error instanceof GraphQLError && error.extensions['code'] === 'SERVICE_UNAVAILABLE') throw error;
      this.#undeferrable.set(key, true); // what is wrong with the operation itself is found again when it is planned whole
      return undefined;
    }
  }
}
