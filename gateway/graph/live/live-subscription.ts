import { applyRewrites } from '@apollo/gateway/dist/dataRewrites.js';
import { GraphQLError } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { SubscriptionObservation } from '../observer.ts';
import { withClientPath } from '../plan/client-keys.ts';
import { downstreamError, faultError } from '../run/errors.ts';
import { clone } from '../run/merge.ts';
import { runPrepared, type GraphResult } from '../run/run-prepared.ts';
import { Awaited, nextOf, NOT_YET, OVER, type Polled } from './flow.ts';
import type { GraphStream } from './graph-stream.ts';
import { isReader, joinUpstream, refusedBy, type FollowInput, type LivePlan } from './join-upstream.ts';
import type { Told } from './told.ts';
import type { Reader } from './upstream.ts';
import { EVERYONE, whoOf } from './upstreams.ts';
import { independenceOf, type Independence } from './viewer-independent.ts';

/** One reader's subscription: it takes its turn of what the upstream tells, and outlives the plan and the rights that it began with. */
export class LiveSubscription implements GraphStream {
  readonly #input: FollowInput;
  /** Which of the shared results of an event are this reader's. */
  readonly #variables: string;
  readonly #observation: SubscriptionObservation | undefined;
  #reader: Reader;
  #plan: LivePlan;
  #independence: Independence;
  #caller: Caller;
  /** After what this reader has had. */
  #position: string | undefined;
  #moving: Promise<void> | undefined;
  /** The next result, where it has to be waited for. */
  #next: Awaited<GraphResult> | undefined;
  #more: (() => void) | undefined;
  /** Said before the end: why it ends. */
  #lastWords: GraphResult | undefined;
  #code = 'ok';
  #over = false;
  #turn: Promise<unknown> = Promise.resolve();
  #ended: (() => void)[] = [];

  constructor(reader: Reader, plan: LivePlan, input: FollowInput) {
    this.#input = input;
    this.#plan = plan;
    this.#independence = this.#independenceNow();
    this.#caller = input.caller;
    this.#position = input.after;
    this.#variables = JSON.stringify(input.variables);
    this.#observation = input.observer?.subscribed?.(plan.prepared.node.name?.value, this.#service);
    this.#reader = this.#listenTo(reader);
    input.signal?.addEventListener('abort', this.#cancel, { once: true });
    if (input.signal?.aborted) this.#close();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Results come in order, however eagerly a reader pulls. */
  next(): Promise<IteratorResult<GraphResult>> {
    const result = this.#turn.then(() => nextOf(this));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  onMore(listener: () => void): void {
    this.#more = listener;
  }

  poll(): Polled<GraphResult> {
    if (this.#over) return OVER;
    if (this.#next !== undefined) return this.#waitedFor(this.#next);
    for (;;) {
      if (this.#moving) return NOT_YET;
      const told = this.#reader.poll();
      if (told === NOT_YET) return NOT_YET;
      if (told === OVER) return this.#last();
      this.#position = told.position ?? this.#position;
      if (told.isEvent) this.#observation?.event();
      else if (!this.#input.positions) continue;
      if (this.#reader.overflowed) this.#code = 'SLOW_READER';
      else if (told.event.errors?.[0]?.extensions?.['code'] === 'STREAM_BROKEN') this.#code = 'STREAM_BROKEN';
      const result = this.#result(told);
      if (!(result instanceof Promise)) return result;
      this.#next = new Awaited(result, () => this.#more?.());
      return NOT_YET;
    }
  }

  leave(): void {
    this.#close();
  }

  return(): Promise<IteratorResult<GraphResult>> {
    this.#close();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(fault: unknown): Promise<IteratorResult<GraphResult>> {
    this.#close();
    return Promise.reject(fault instanceof Error ? fault : new Error(String(fault)));
  }

  reseal(caller: Caller): void {
    const same = JSON.stringify(whoOf(caller)) === JSON.stringify(whoOf(this.#caller));
    this.#caller = caller;
    if (!same && !this.#independence.primary) this.#move();
  }

  replan(plan: LivePlan | GraphQLError): void {
    if (this.#over) return;
    if (plan instanceof GraphQLError) return this.#end({ errors: [plan] }, 'SUBSCRIPTION_GONE');
    const before = this.#plan;
    this.#plan = plan;
    this.#independence = this.#independenceNow();
    if (!haveEqualEvents(before, plan)) this.#move();
  }

  onEnd(listener: () => void): void {
    if (this.#over) listener();
    else this.#ended.push(listener);
  }

  get #service(): string {
    return this.#plan.prepared.primary!.request.service;
  }

  #independenceNow(): Independence {
    const { prepared } = this.#plan;
    return independenceOf(prepared, prepared.executable(this.#input.variables));
  }

  #listenTo(reader: Reader): Reader {
    reader.onMore(() => this.#more?.());
    return reader.observe(this.#observation);
  }

  readonly #cancel = (): void => this.#close();

  #waitedFor(next: Awaited<GraphResult>): Polled<GraphResult> {
    try {
      const result = next.poll();
      if (result !== NOT_YET) this.#next = undefined;
      return result;
    } catch (fault) {
      this.#next = undefined;
      throw fault;
    }
  }

  /** The source has ended: why, where there is something to say, and then nothing more. */
  #last(): Polled<GraphResult> {
    const lastWords = this.#lastWords;
    this.#lastWords = undefined;
    this.#close();
    return lastWords ?? OVER;
  }

  /** Leaves the upstream for one that speaks as the plan and the caller of now want it, and goes on after what was told. */
  #move(): void {
    const move = (this.#moving ?? Promise.resolve()).then(async () => {
      this.#reader.leave(); // a move that was overtaken has just joined another
      if (this.#over) return;
      try {
        const outcome = await joinUpstream(this.#plan, this.#input, this.#caller, this.#position);
        if (!isReader(outcome)) this.#end(refusedBy(outcome, this.#service), 'refused');
        else if (this.#over) outcome.leave();
        else this.#reader = this.#listenTo(outcome);
      } catch (fault) {
        this.#end({ errors: [faultError(fault, this.#service)] }, 'STREAM_BROKEN');
      } finally {
        if (this.#moving === move) this.#moving = undefined;
        this.#more?.();
      }
    });
    this.#moving = move;
    this.#reader.leave();
  }

  /** The next result is the last one. */
  #end(lastWords: GraphResult, code: string): void {
    this.#lastWords = lastWords;
    this.#code = code;
    this.#reader.leave();
  }

  #close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#input.signal?.removeEventListener('abort', this.#cancel);
    this.#reader.leave();
    this.#observation?.waiting(0);
    this.#observation?.ended(this.#code);
    for (const listener of this.#ended.splice(0)) listener();
    this.#more?.();
  }

  #result(told: Told): GraphResult | Promise<GraphResult> {
    if (!told.isEvent) return told.place;
    const plan = this.#plan;
    return this.#independence.whole
      ? told.once(plan.prepared, this.#variables, () => this.#completed(told, plan, EVERYONE, undefined))
      : this.#completed(told, plan, this.#caller, this.#input.signal);
  }

  /** The event with what other subgraphs know of it. */
  async #completed(told: Told, plan: LivePlan, caller: Caller, signal: AbortSignal | undefined): Promise<GraphResult> {
    const { prepared, setting } = plan;
    const { request, fetch } = prepared.primary!;
    const { event, position } = told;
    const errors = (event.errors ?? []).map((error) =>
      error instanceof GraphQLError && error.extensions['resumable'] === true
        ? error
        : withClientPath(downstreamError(error, request.service, error.path), prepared.clientKeys),
    );
    const place = position === undefined ? {} : { position };
    if (!event.data) return errors.length > 0 ? { data: event.data, errors, ...place } : { data: null, ...place };
    const { variables, observer } = this.#input;
    const isChanged = !!fetch.outputRewrites?.length || prepared.executable(variables).steps.length > 0;
    const data = isChanged ? clone(event.data) : event.data; // others read the same event
    applyRewrites(setting.snapshot.supergraphSchema, fetch.outputRewrites, data);
    const deadline = Date.now() + setting.limits.readMs; // the subscription lives on; one event has a read's time
    const input = { variables, caller: { ...caller, deadline }, signal, observer };
    return Object.assign(await runPrepared(prepared, setting, input, data, errors), place);
  }
}

/** Whether the events of one plan are those of the other: same subgraph, same question, answered in the same words. */
function haveEqualEvents(one: LivePlan, other: LivePlan): boolean {
  const [before, after] = [one.prepared.primary!, other.prepared.primary!];
  return (
    before.request.service === after.request.service &&
    before.request.query === after.request.query &&
    one.setting.endpoints.get(before.request.service) === other.setting.endpoints.get(after.request.service) &&
    JSON.stringify(before.fetch.outputRewrites) === JSON.stringify(after.fetch.outputRewrites)
  );
}
