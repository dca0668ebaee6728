import type { QueryPlan } from '@apollo/query-planner';
import { createHash } from 'node:crypto';
import type { GraphObserver } from '../observer.ts';
import { GraphQLError, print, stripIgnoredCharacters, type DocumentNode } from 'graphql';
import { beyondLimits, NO_PLAN, TOO_COMPLEX, tooComplex, type Planning, type ToPlan } from '../planning/planning.ts';
import type { Snapshot } from '../snapshot.ts';
import {
  noPlanFound,
  PLAN_UNSOUND,
  planUnsound,
  textsOf,
  type DoubtfulPlan,
  type Mended,
} from '../sound/sound-plan.ts';
import { withoutDefer } from '../defer/decide-defers.ts';
import { safelyKeyed } from './client-keys.ts';
import { Lru } from './lru.ts';
import { prepare, type Prepared } from './prepare.ts';
import { operationIn } from './selections.ts';
import { TUNING, type Tuning } from './tuning.ts';

const MAX_PLANS = 1_000;
const MAX_REFUSED = 1_000;
/** What took too long is refused at once for a while, and then may try again on a quieter machine. */
const GIVEN_UP_FOR_MS = 10 * 60_000;

/** The plan cache of one snapshot: it is dropped with the snapshot, so a plan never meets another supergraph. */
export class Plans {
  readonly snapshot: Snapshot;
  readonly #planning: Planning;
  readonly #tuning: Tuning;
  /** Told of each plan that could not be run as the planner made it. */
  readonly #doubtful: ((plan: DoubtfulPlan) => void) | undefined;
  readonly #plans = new Lru<string, Prepared>(MAX_PLANS);
  /** Equal operations that come while one is planned wait for that one. */
  readonly #inFlight = new Map<string, Promise<Prepared>>();
  readonly #refused = new Lru<string, { error(): GraphQLError; until: number }>(MAX_REFUSED);

  constructor(
    snapshot: Snapshot,
    planning: Planning,
    tuning: Tuning = TUNING,
    doubtful?: (plan: DoubtfulPlan) => void,
  ) {
    this.#doubtful = doubtful;
    this.snapshot = snapshot;
    this.#planning = planning;
    this.#tuning = tuning;
  }

  get size(): number {
    return this.#plans.size;
  }

  /**
   * At once when it is known, else when it was planned. `key` identifies the document; operations of one document are told apart by their
   * name. Throws a GraphQLError when the document holds no such operation, or it takes too long to plan.
   */
  prepared(
    document: DocumentNode,
    operationName: string | undefined,
    key: string,
    observer?: GraphObserver,
    ahead = false,
    overrides: readonly string[] = [],
  ): Prepared | Promise<Prepared> {
    const id = [key, operationName ?? '', ...overrides].join('\n');
    const known = this.#plans.get(id);
    if (known !== undefined) {
      observer?.planned?.({ kind: known.kind, operationName: known.node.name?.value, ms: 0, cached: true });
      return known;
    }
    const refused = this.#refused.get(id);
    if (refused && refused.until > Date.now()) throw refused.error();
    const began = performance.now();
    let planned = this.#inFlight.get(id);
    if (planned === undefined) {
      planned = this.#plan(id, { document, operationName, ahead, overrides }).finally(() => this.#inFlight.delete(id));
      this.#inFlight.set(id, planned);
    }
    if (!observer?.planned) return planned;
    return planned.then((prepared) => {
      const { kind, node } = prepared;
      observer.planned?.({ kind, operationName: node.name?.value, ms: performance.now() - began, cached: false });
      return prepared;
    });
  }

  retire(): void {
    this.#planning.retire();
  }

  async stop(): Promise<void> {
    await this.#planning.stop();
  }

  async #plan(id: string, what: ToPlan): Promise<Prepared> {
    const { document, operationName } = what;
    operationIn(document, operationName); // said before somebody is asked to plan it
    const keyed = safelyKeyed(document, this.snapshot.aliasHazards);
    try {
      const plan = await this.#soundPlan({ ...what, document: keyed.document });
      const prepared = prepare(this.snapshot, keyed, plan, operationName, this.#tuning);
      this.#plans.set(id, prepared);
      return prepared;
    } catch (error) {
      const code = error instanceof GraphQLError && error.extensions['code'];
      if (code === TOO_COMPLEX) {
        const { message } = error as GraphQLError;
        this.#refused.set(id, { error: () => tooComplex(message), until: Date.now() + GIVEN_UP_FOR_MS });
      }
      if (code === PLAN_UNSOUND) this.#refused.set(id, { error: () => error as GraphQLError, until: Infinity });
      throw error;
    }
  }

  /** The planner's own words when it broke off; throws when it came to one of its limits. */
  async #planned(what: ToPlan): Promise<Mended | GraphQLError> {
    try {
      return this.snapshot.mended(await this.#planning.plan(what), what.document, what.operationName);
    } catch (error) {
      const refused = beyondLimits(error);
      if (refused) throw refused;
      if (error instanceof GraphQLError && error.extensions['code'] === NO_PLAN) return error;
      throw error;
    }
  }

  /** What was found before when there is no plan on that supergraph either. */
  async #plannedApart(what: ToPlan, before: Mended | GraphQLError): Promise<Mended | GraphQLError> {
    const apart = await this.#planned({ ...what, apart: true });
    return apart instanceof GraphQLError ? before : apart;
  }

  /** The planner's plan when it can be trusted, else what can be made of it; throws PLAN_UNSOUND when that is nothing. */
  async #soundPlan(what: ToPlan): Promise<QueryPlan> {
    const { document, operationName } = what;
    const { snapshot } = this;
    const first = await this.#planned(what);
    if (!(first instanceof GraphQLError) && first.mending === 'none') return first.plan;
    let found = first;
    const isLost = first instanceof GraphQLError || first.doubts.length > 0;
    if (isLost && snapshot.apart) found = await this.#plannedApart(what, first);
    const isSound = !(found instanceof GraphQLError) && found.doubts.length === 0;
    const unsound = withoutDefer(document) === document ? 'refused' : 'whole';
    const mending = !isSound ? unsound : found === first ? 'divided' : 'apart';
    this.#doubtful?.({
      operationName: operationIn(document, operationName).name?.value,
      mending,
      doubts: first instanceof GraphQLError ? [first.message] : textsOf(first.found),
    });
    if (found instanceof GraphQLError) throw noPlanFound();
    if (!isSound) throw planUnsound(found.doubts, snapshot);
    return found.plan;
  }
}

const keys = new WeakMap<DocumentNode, string>();

/** SHA-256 of the document without white space and comments. Callers that already have a hash of the text pass it instead. */
export function documentKey(document: DocumentNode): string {
  let key = keys.get(document);
  if (key === undefined) {
    key = createHash('sha256')
      .update(stripIgnoredCharacters(print(document)))
      .digest('hex');
    keys.set(document, key);
  }
  return key;
}
