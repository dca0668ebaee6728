import { applyRewrites } from '@apollo/gateway/dist/dataRewrites.js';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { SubgraphResult } from '#chassis/mount/endpoint';
import type { GuardedEndpoint } from '../../traffic/guarded-endpoint.ts';
import type { Branch } from '../branch.ts';
import { requestFor } from '../plan/batches.ts';
import type { GraphObserver } from '../observer.ts';
import type { Snapshot } from '../snapshot.ts';
import { AskedTypes } from './asked-types.ts';
import { ask, type CallLimits } from './call.ts';
import type { CookieRule } from './cookies.ts';
import { applyEntities, entriesOf, type Entry, type Missed, type PendingPart } from './entities.ts';
import { downstreamError, faultError, placesOf } from './errors.ts';
import { Gathering, type Waits } from './gathering.ts';
import { lose, Misses } from './lost.ts';
import { clone, eachAt, mergeInto } from './merge.ts';
import { walkTo } from './walk-to.ts';
import type { BatchGroup, Executable, PreparedRequest, Step } from '../plan/plan.ts';

/** What a plan runs against; the same for every operation of a snapshot. */
export interface RunSetting {
  readonly snapshot: Snapshot;
  readonly endpoints: ReadonlyMap<string, GuardedEndpoint>;
  readonly limits: CallLimits;
  readonly waits: Waits;
  readonly cookies: CookieRule;
}

export interface RunInput {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly signal?: AbortSignal;
  readonly observer?: GraphObserver | undefined;
}

export interface RunOutput {
  readonly data: Branch;
  readonly errors: GraphQLError[];
  /** Whole `Set-Cookie` values from the subgraphs that may set some, in order of arrival. */
  readonly cookies: string[];
}

/** Runs a compiled plan into `data` (a subscription's event, or empty): steps start as soon as what they wait for is there. */
export function runPlan(
  plan: Executable,
  setting: RunSetting,
  input: RunInput,
  data: Branch = {},
  finished?: (step: Step) => void,
): Promise<RunOutput> {
  const run = new PlanRun(plan, setting, input, data, finished);
  return run.start();
}

class PlanRun {
  readonly #plan: Executable;
  readonly #setting: RunSetting;
  readonly #input: RunInput;
  readonly #data: Branch;
  readonly #errors: GraphQLError[] = [];
  readonly #cookies: string[] = [];
  readonly #waiting: number[];
  readonly #groups: Gathering[];
  readonly #asked: AskedTypes;
  /** Several steps at one path see the same objects: they are walked to once. */
  readonly #walked = new Map<string, Branch[]>();
  /** Told of each step whose data is there, before anything that waits for it. */
  readonly #finished: ((step: Step) => void) | undefined;
  #running: number;
  #resolve: (output: RunOutput) => void = () => undefined;
  #reject: (fault: unknown) => void = () => undefined;

  constructor(
    plan: Executable,
    setting: RunSetting,
    input: RunInput,
    data: Branch,
    finished: ((step: Step) => void) | undefined,
  ) {
    this.#plan = plan;
    this.#finished = finished;
    this.#setting = setting;
    this.#input = input;
    this.#data = data;
    this.#asked = new AskedTypes(setting.snapshot.supergraphSchema, input.variables);
    this.#waiting = plan.steps.map((step) => step.waitsFor);
    const send = (group: BatchGroup, steps: readonly Step[]): void =>
      void this.#guarded(this.#fetchEntities(group, steps), steps);
    this.#groups = plan.groups.map((group) => new Gathering(group, setting.waits, send));
    this.#running = plan.steps.length;
  }

  start(): Promise<RunOutput> {
    const output = { data: this.#data, errors: this.#errors, cookies: this.#cookies };
    if (this.#running === 0) return Promise.resolve(output);
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      for (const step of this.#plan.first) this.#begin(step);
    });
  }

  #begin(step: Step): void {
    if (step.group) this.#groups[step.group.index]!.add(step);
    else void this.#guarded(this.#fetchRoot(step), [step]);
  }

  #finish(steps: readonly Step[]): void {
    for (const step of steps) {
      this.#finished?.(step);
      for (const index of step.dependents) if (--this.#waiting[index]! === 0) this.#begin(this.#plan.steps[index]!);
      if (--this.#running === 0) this.#resolve({ data: this.#data, errors: this.#errors, cookies: this.#cookies });
    }
  }

  /** A fault in our own code fails the operation instead of leaving it waiting for ever. */
  async #guarded(work: Promise<void>, steps: readonly Step[]): Promise<void> {
    try {
      await work;
      this.#finish(steps);
    } catch (fault) {
      this.#reject(fault);
    }
  }

  async #fetchEntities(group: BatchGroup, steps: readonly Step[]): Promise<void> {
    const asked = new Map<number, Entry[]>();
    const misses = new Misses(this.#asked);
    const missed: Missed = (step, target, missing) => misses.add(step, target, missing);
    let mask = 0;
    for (const slot of group.slots) {
      const members = steps.filter((step) => step.slot === slot);
      const entries = members.length === 0 ? [] : entriesOf(slot, members, (step) => this.#targetsOf(step), missed);
      if (entries.length === 0) continue;
      asked.set(slot.index, entries);
      mask |= 1 << slot.index;
    }
    this.#errors.push(...misses.errors(this.#data));
    if (mask !== 0) await this.#askEntities(group, mask, asked, false);
  }

  /** A batch that was refused as a whole because of one of its members is asked again, member by member, once. */
  async #askEntities(
    group: BatchGroup,
    mask: number,
    asked: ReadonlyMap<number, Entry[]>,
    isRetry: boolean,
  ): Promise<void> {
    const request = requestFor(group, mask);
    const pending = request.parts.map((part) => ({ part, entries: asked.get(part.slot.index)! }));
    const result = await this.#ask(request, pending);
    if (result === undefined) return pending.forEach(({ entries }) => entries.forEach(({ targets }) => lose(targets)));
    if (!result.data && result.errors?.length && pending.length > 1 && !isRetry) {
      await Promise.all(pending.map(({ part }) => this.#askEntities(group, 1 << part.slot.index, asked, true)));
      return;
    }
    for (const error of result.errors ?? []) this.#entityError(error, request, pending);
    for (const each of pending) {
      const fault = applyEntities(each, result.data?.[each.part.answerKey]);
      if (fault !== undefined) this.#errors.push(faultError(new Error(fault), request.service));
    }
  }

  /** A fetch of root fields: at the root, or where a root type is reached again further down. */
  async #fetchRoot(step: Step): Promise<void> {
    const targets = step.path.length === 0 ? [this.#data] : this.#targetsOf(step);
    if (targets.length === 0) return;
    const request = step.request!;
    const result = await this.#ask(request, []);
    for (const error of result?.errors ?? [])
      this.#errors.push(downstreamError(error, request.service, error.path && [...step.path, ...error.path]));
    if (!result?.data) return lose(targets);
    applyRewrites(this.#setting.snapshot.supergraphSchema, step.fetch.outputRewrites, result.data);
    targets.forEach((target, i) => mergeInto(target, i + 1 < targets.length ? clone(result.data!) : result.data!));
  }

  async #ask(request: PreparedRequest, pending: readonly PendingPart[]): Promise<SubgraphResult | undefined> {
    const { endpoints, limits, cookies } = this.#setting;
    const { caller, signal, observer } = this.#input;
    try {
      const result = await ask(
        endpoints.get(request.service),
        request,
        this.#variablesOf(request, pending),
        caller,
        limits,
        signal,
        observer,
      );
      if (result.extensions?.cookies) this.#cookies.push(...cookies.admitted(request.service, result));
      return result;
    } catch (fault) {
      this.#errors.push(faultError(fault, request.service));
      return undefined;
    }
  }

  #variablesOf(request: PreparedRequest, pending: readonly PendingPart[]): Record<string, unknown> {
    const variables: Record<string, unknown> = {};
    for (const name of request.variables)
      if (Object.hasOwn(this.#input.variables, name) && this.#input.variables[name] !== undefined)
        variables[name] = this.#input.variables[name];
    for (const { part, entries } of pending)
      variables[part.representationsName] = entries.map((entry) => entry.representation);
    return variables;
  }

  #targetsOf(step: Step): readonly Branch[] {
    const known = step.walkKey === undefined ? undefined : this.#walked.get(step.walkKey);
    if (known) return known;
    const targets: Branch[] = [];
    if (step.only) walkTo(step, this.#data, (target) => targets.push(target) > 0);
    else eachAt(this.#data, step.path, 0, (target) => targets.push(target));
    if (step.walkKey !== undefined) this.#walked.set(step.walkKey, targets);
    return targets;
  }

  /** One error of a deduplicated entity belongs to every place that the entity stands for. */
  #entityError(error: GraphQLFormattedError, request: PreparedRequest, pending: readonly PendingPart[]): void {
    const [key, index, ...below] = error.path ?? [];
    const each = pending.find(({ part }) => part.answerKey === key);
    const entry = typeof index === 'number' ? each?.entries[index] : undefined;
    if (entry === undefined) {
      const paths = (each?.entries ?? []).flatMap(({ steps }) => steps.map(({ path }) => listPath(path)));
      const distinct = new Map(paths.map((path) => [path.join('.'), path])); // the whole list failed, for everyone who asked
      for (const path of distinct.size > 0 ? distinct.values() : [undefined])
        this.#errors.push(downstreamError(error, request.service, path));
      return;
    }
    const targets = new Set<unknown>(entry.targets);
    const places = [...new Set(entry.steps)].flatMap((step) => placesOf(this.#data, step, targets));
    for (const place of places) this.#errors.push(downstreamError(error, request.service, [...place, ...below]));
    if (places.length === 0) this.#errors.push(downstreamError(error, request.service, undefined));
  }
}

/** Where the list begins that a fetch failed for: an index would name one element, and all of them are missing. */
function listPath(path: readonly string[]): readonly string[] {
  const list = path.indexOf('@');
  return list < 0 ? path : path.slice(0, list);
}
