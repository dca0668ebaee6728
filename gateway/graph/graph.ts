import { GraphQLError, validate, type DocumentNode } from 'graphql';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { Circuits } from '../traffic/circuits.ts';
import type { GuardedEndpoint } from '../traffic/guarded-endpoint.ts';
import { labelsFor } from './plan/override-labels.ts';
import { withoutDefer } from './defer/decide-defers.ts';
import { DeferredPlans } from './defer/deferred-plans.ts';
import { runDeferred, type DeferredAnswer } from './defer/run-deferred.ts';
import { documentKey, Plans } from './plan/plans.ts';
import { both, type GraphObserver } from './observer.ts';
import type { GraphOptions } from './graph-options.ts';
import type { GraphRequest } from './graph-request.ts';
import { planningHere } from './planning/planning.ts';
import { TUNING } from './plan/tuning.ts';
import { CALL_LIMITS } from './run/call.ts';
import { WAITS } from './run/gathering.ts';
import { CookieRule } from './run/cookies.ts';
import type { RunSetting } from './run/run.ts';
import { runPrepared, type GraphResult } from './run/run-prepared.ts';
import { variableErrors } from './run/variables.ts';
import type { Snapshot } from './snapshot.ts';
import type { DoubtfulPlan } from './sound/sound-plan.ts';
import { decideRootConditions } from './live/root-conditions.ts';
import { operationSpan } from '../observe/operation-span.ts';
import { followEvents } from './live/follow-events.ts';
import type { GraphStream } from './live/graph-stream.ts';
import type { LivePlan } from './live/join-upstream.ts';
import { LiveSubscriptions } from './live/live-subscriptions.ts';
import { Upstreams } from './live/upstreams.ts';
import { gone, RefusedVariables, refusing, unsupported } from './refusing.ts';
import { Supergraph } from './supergraph.ts';

export type { DeferredAnswer, GraphRequest, GraphResult, GraphStream };

/** Everything that belongs to one supergraph: swapped as a whole, kept by the operations that run on it. */
interface Serving {
  readonly plans: Plans;
  readonly deferredPlans: DeferredPlans;
  readonly setting: RunSetting;
  /** What is wrong with documents of before, by this supergraph. */
  readonly validated: WeakMap<DocumentNode, readonly GraphQLError[]>;
}

/** The federated graph: plans and runs operations over the subgraphs of the supergraph that serves now. */
export class Graph {
  readonly supergraph: Supergraph;
  readonly #options: GraphOptions;
  readonly #upstreams = new Upstreams();
  readonly #live: LiveSubscriptions<Serving>;
  readonly #circuits: Circuits;
  readonly #cookies: CookieRule;
  readonly #endpoints = new WeakMap<SubgraphEndpoint, GuardedEndpoint>();
  #serving: Serving;
  #writes = 0;

  private constructor(supergraph: Supergraph, options: GraphOptions) {
    this.supergraph = supergraph;
    this.#options = options;
    this.#live = new LiveSubscriptions(options.log);
    this.#circuits = options.circuits ?? new Circuits();
    this.#cookies = new CookieRule(options.cookiesFrom ?? [], options.log);
    this.#serving = this.#serve(supergraph.snapshot);
    let next = this.#serving;
    supergraph.check((snapshot) => (next = this.#serve(snapshot))); // throws, for example, when there is no way to a subgraph
    supergraph.follow(() => {
      const before = this.#serving;
      this.#serving = next;
      if (before !== next) before.plans.retire();
      this.#live.swapped(next);
    });
  }

  static async load(options: GraphOptions): Promise<Graph> {
    return new Graph(await Supergraph.load(options.sdl, options.log), options);
  }

  get snapshot(): Snapshot {
    return this.#serving.plans.snapshot;
  }

  /** Changes when another supergraph serves and when a mutation has ended: what was asked before may be answered otherwise after. */
  get epoch(): string {
    return `${this.snapshot.id}:${this.#writes}`;
  }

  /** Swaps the supergraph; throws BrokenSupergraph and changes nothing when the text is refused. */
  replace(sdl: string): Snapshot {
    return this.supergraph.replace(sdl);
  }

  /** Runs a query or mutation. What is wrong with the request or in a subgraph is in `errors`; only faults of our own are thrown. */
  execute(request: GraphRequest): Promise<GraphResult> {
    return operationSpan(request, (traced) => this.#execute(traced));
  }

  async #execute(request: GraphRequest): Promise<GraphResult> {
    const { plans, setting } = this.#serving;
    const variables = request.variables ?? {};
    const observer = this.#observerOf(request);
    return refusing(async () => {
      const prepared = await plans.prepared(
        withoutDefer(request.document),
        request.operationName,
        request.key ?? documentKey(request.document),
        observer,
        false,
        labelsFor(plans.snapshot.overrideLabels, request.caller, this.#options.overrides),
      );
      if (prepared.kind === 'subscription') throw unsupported('subscriptions are followed, not executed');
      const refused = variableErrors(prepared.snapshot.apiSchema, prepared.node, variables);
      if (refused.length > 0) return { errors: refused };
      const result = runPrepared(prepared, setting, {
        variables,
        caller: request.caller,
        signal: request.signal,
        observer,
      });
      return prepared.kind === 'mutation' ? result.finally(() => this.#writes++) : result;
    });
  }

  /** As `execute`, for a client that takes what is deferred later: the parts come as they are fetched, and the first one first. */
  executeInParts(request: GraphRequest): Promise<DeferredAnswer | GraphResult> {
    return operationSpan(request, (traced) => this.#executeInParts(traced));
  }

  async #executeInParts(request: GraphRequest): Promise<DeferredAnswer | GraphResult> {
    const { deferredPlans, setting } = this.#serving;
    const observer = this.#observerOf(request);
    return refusing(async () => {
      const { variables = {}, caller, signal } = request;
      const overrides = labelsFor(setting.snapshot.overrideLabels, caller, this.#options.overrides);
      const prepared = await deferredPlans.prepared(request, observer, overrides);
      if (prepared === undefined) return this.#execute(request);
      const refused = variableErrors(prepared.snapshot.apiSchema, prepared.node, variables);
      if (refused.length > 0) return { errors: refused };
      const result = runDeferred(prepared, setting, { variables, caller, signal, observer });
      return prepared.kind === 'mutation' ? result.finally(() => this.#writes++) : result;
    });
  }

  /**
   * Follows a subscription: a stream of results, or one result when it was refused before the first event. It survives the swap of the
   * supergraph, and ends with SUBSCRIPTION_GONE when it asks for what the new one does not have.
   */
  subscribe(request: GraphRequest): Promise<GraphStream | GraphResult> {
    return operationSpan(request, (traced) => this.#subscribe(traced));
  }

  async #subscribe(request: GraphRequest): Promise<GraphStream | GraphResult> {
    return refusing(async () => {
      const serving = this.#serving;
      const plan = await this.#planFor(request, serving);
      const { caller, signal, after, positions, variables = {} } = request;
      const observer = this.#observerOf(request);
      const upstreams = this.#upstreams;
      const stream = await followEvents(plan, { variables, caller, signal, observer, after, positions, upstreams });
      if (!('replan' in stream)) return stream;
      this.#live.add(stream, (next) => this.#replanFor(request, next));
      if (serving !== this.#serving) this.#live.swapped(this.#serving); // it was swapped while the subgraph was asked
      return stream;
    });
  }

  async #planFor(request: GraphRequest, { plans, setting }: Serving): Promise<LivePlan> {
    const { document, operationName, variables = {} } = request;
    const decided = decideRootConditions(withoutDefer(document), operationName, variables);
    const refused = variableErrors(plans.snapshot.apiSchema, decided.operation, variables);
    if (refused.length > 0) throw new RefusedVariables(refused);
    const key = (request.key ?? documentKey(document)) + decided.variant;
    const overrides = labelsFor(plans.snapshot.overrideLabels, request.caller, this.#options.overrides);
    const observer = this.#observerOf(request);
    const prepared = await plans.prepared(decided.document, operationName, key, observer, false, overrides);
    if (prepared.primary === undefined) throw unsupported('only subscriptions can be followed');
    return { prepared, setting };
  }

  /** For a document that was valid on another supergraph. Throws SUBSCRIPTION_GONE when it is not on this one. */
  async #replanFor(request: GraphRequest, serving: Serving): Promise<LivePlan> {
    const { document } = request;
    let faults = serving.validated.get(document);
    if (!faults) serving.validated.set(document, (faults = validate(serving.plans.snapshot.apiSchema, document)));
    if (faults.length > 0) throw gone(faults[0]!);
    return this.#planFor(request, serving).catch((error: unknown) => {
      throw error instanceof RefusedVariables ? gone(error) : error;
    });
  }

  /** Subscriptions of readers, and those to subgraphs that feed them. */
  get live(): { readonly subscriptions: number; readonly upstreams: number } {
    return { subscriptions: this.#live.size, upstreams: this.#upstreams.size };
  }

  /** Plans that are kept for the supergraph that serves now. */
  get plansKept(): number {
    return this.#serving.plans.size;
  }

  #observerOf({ observer }: GraphRequest): GraphObserver | undefined {
    return both(this.#options.observer, observer);
  }

  /** Plans before anybody asks, for example what is registered. Rejects with why it cannot be planned. */
  async planAhead(document: DocumentNode, operationName: string | undefined, key: string): Promise<void> {
    await this.#serving.plans.prepared(withoutDefer(document), operationName, key, undefined, true);
  }

  async stop(): Promise<void> {
    await this.#serving.plans.stop();
    await this.supergraph.stop();
  }

  /** One for one: subscriptions stay on an endpoint that the next supergraph reaches, too. */
  #guarded(name: string, endpoint: SubgraphEndpoint): GuardedEndpoint {
    let guarded = this.#endpoints.get(endpoint);
    if (!guarded) this.#endpoints.set(endpoint, (guarded = this.#circuits.guard(name, endpoint)));
    return guarded;
  }

  #doubtful(plan: DoubtfulPlan): void {
    const { log, observer } = this.#options;
    const { mending } = plan;
    if (mending === 'refused') log.error({ ...plan }, 'a plan was refused: it asks a subgraph without what it needs');
    else log.debug({ ...plan }, 'a plan was not run as it was: it asked a subgraph without what it needs');
    observer?.doubtful?.(plan);
  }

  #serve(snapshot: Snapshot): Serving {
    const { endpointOf, limits, waits, tuning, planning = planningHere } = this.#options;
    const endpoints = new Map(
      snapshot.subgraphs.map((subgraph) => [subgraph.name, this.#guarded(subgraph.name, endpointOf(subgraph))]),
    );
    const setting = {
      snapshot,
      endpoints,
      limits: { ...CALL_LIMITS, ...limits },
      waits: { ...WAITS, ...waits },
      cookies: this.#cookies,
    };
    const plans = new Plans(snapshot, planning(snapshot), { ...TUNING, ...tuning }, (plan) => this.#doubtful(plan));
    return { plans, deferredPlans: new DeferredPlans(plans), setting, validated: new WeakMap() };
  }
}
