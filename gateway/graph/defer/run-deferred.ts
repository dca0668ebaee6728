import { GraphQLError } from 'graphql';
import type { Branch } from '../branch.ts';
import { withClientPaths } from '../plan/client-keys.ts';
import type { Prepared } from '../plan/prepare.ts';
import type { DeferredPart, DeferredPlan, Executable, PartShape, Step } from '../plan/plan.ts';
import { BAIL } from '../plan/projection.ts';
import { runPrepared, type GraphResult } from '../run/run-prepared.ts';
import { runPlan, type RunInput, type RunOutput, type RunSetting } from '../run/run.ts';
import { clientLabelIn } from './decide-defers.ts';
import { completePart, type Completed } from '../run/complete.ts';
import { completionErrors } from '../run/completion.ts';
import { placesOf, type Place } from './places.ts';

/** What a deferred fragment gives one object. */
export interface LaterPart {
  readonly path: readonly (string | number)[];
  /** The client's own. */
  readonly label?: string;
  /** Null when a null rose to the edge of the part. */
  readonly data: Branch | null;
  readonly errors?: readonly GraphQLError[];
}

export interface LaterParts {
  readonly incremental: readonly LaterPart[];
  readonly hasNext: boolean;
}

export interface DeferredAnswer {
  readonly initial: GraphResult;
  /** Ends after the parts without a next; whoever returns early ends the fetches that are left. */
  readonly later: AsyncIterableIterator<LaterParts>;
}

/** Runs a plan of which some is deferred. One whole result when nothing is left to come, because a null or an empty list stands in its way. */
export async function runDeferred(
  prepared: Prepared,
  setting: RunSetting,
  input: RunInput,
): Promise<DeferredAnswer | GraphResult> {
  const { deferred, ...plan } = prepared.executable(input.variables);
  if (deferred === undefined) return runPrepared(prepared, setting, input); // the planner found nothing to fetch later
  const run = new DeferredRun(prepared, setting, input);
  const initial = await run.begin(plan, deferred);
  return run.isOver ? initial : { initial, later: run.later() };
}

/** A part that is on its way. */
interface Pending {
  readonly part: DeferredPart;
  readonly missing: Set<Step>;
  /** Set when everything of it has been fetched, or cannot be. */
  output?: RunOutput;
  /** Where the client waits for it: known once the part that it stands in was given. */
  places?: Place[];
}

class DeferredRun {
  readonly #prepared: Prepared;
  readonly #setting: RunSetting;
  readonly #input: RunInput;
  readonly #stop = new AbortController();
  readonly #data: Branch = {};
  readonly #pending = new Map<DeferredPart, Pending>();
  #wake: (() => void) | undefined;

  constructor(prepared: Prepared, setting: RunSetting, input: RunInput) {
    this.#prepared = prepared;
    this.#setting = setting;
    this.#input = input;
  }

  get isOver(): boolean {
    return this.#pending.size === 0;
  }

  async begin(plan: Executable, { primary, parts }: DeferredPlan): Promise<GraphResult> {
    parts.forEach((part) => this.#expect(part));
    for (const pending of this.#pending.values()) this.#beginIfReady(pending);
    let output: RunOutput;
    try {
      output = await runPlan(plan, this.#setting, this.#input, this.#data, (step) => this.#finished(step));
    } catch (fault) {
      this.#stop.abort(fault);
      throw fault;
    }
    const { data, problems } = this.#shaped(primary, this.#data, []);
    const result: GraphResult = { data };
    const errors = this.#errorsOf(output);
    errors.push(...completionErrors(problems, errors));
    if (errors.length > 0) result.errors = errors;
    if (output.cookies.length > 0) result.cookies = output.cookies;
    this.#given(parts, data ? [{ path: [], data: this.#data, given: data }] : []);
    return result;
  }

  later(): AsyncIterableIterator<LaterParts> {
    const end = { done: true as const, value: undefined };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async () => {
        let ready = this.#ready();
        while (ready.length === 0 && !this.isOver) {
          await new Promise<void>((resolve) => (this.#wake = resolve));
          ready = this.#ready();
        }
        if (ready.length === 0) return end;
        const incremental = ready.flatMap((pending) => this.#give(pending));
        return { done: false, value: { incremental, hasNext: !this.isOver } };
      },
      return: async () => {
        this.#pending.clear();
        this.#stop.abort(new Error('nobody waits for the rest'));
        this.#wake?.();
        return end;
      },
    };
  }

  #expect(part: DeferredPart): void {
    this.#pending.set(part, { part, missing: new Set(part.waitsFor) });
    part.children.forEach((child) => this.#expect(child));
  }

  #finished(step: Step): void {
    for (const pending of this.#pending.values()) if (pending.missing.delete(step)) this.#beginIfReady(pending);
  }

  #beginIfReady(pending: Pending): void {
    if (pending.missing.size > 0) return;
    const { signal } = this.#input;
    const input = { ...this.#input, signal: signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal };
    const over = (output: RunOutput): void => {
      pending.output = output;
      this.#wake?.();
    };
    runPlan(pending.part.plan, this.#setting, input, this.#data, (step) => this.#finished(step)).then(over, (fault) =>
      over({ data: this.#data, errors: [ownFault(fault)], cookies: [] }),
    );
  }

  #ready(): Pending[] {
    return [...this.#pending.values()].filter(({ output, places }) => output !== undefined && places !== undefined);
  }

  /** A part that no object waits for will not come, nor anything in it. */
  #given(parts: readonly DeferredPart[], from: readonly Place[]): void {
    const { snapshot, clientKeys } = this.#prepared;
    for (const part of parts) {
      const pending = this.#pending.get(part);
      if (pending === undefined) continue; // somebody has left
      const places = from.flatMap((place) => placesOf(part.fragment, place, snapshot.apiSchema, clientKeys));
      if (places.length > 0) pending.places = places;
      else this.#drop(part);
    }
  }

  #drop(part: DeferredPart): void {
    this.#pending.delete(part);
    part.children.forEach((child) => this.#drop(child));
  }

  #give({ part, output, places }: Pending): LaterPart[] {
    this.#pending.delete(part);
    const label = clientLabelIn(part.fragment.label);
    const all = this.#errorsOf(output!);
    const left = new Set(all);
    const given: Place[] = [];
    const items = places!.map((place) => {
      const { data, problems } = this.#shaped(part.shape, place.data, place.path);
      if (data) given.push({ ...place, given: data });
      const own = [...left].filter(({ path }) => path !== undefined && startsWith(path, place.path));
      own.forEach((error) => left.delete(error));
      return { path: place.path, ...(label !== undefined && { label }), data, own, problems };
    });
    this.#given(part.children, given);
    return items.map(({ own, problems, ...item }, i): LaterPart => {
      const errors = [...own, ...(i === 0 ? left : [])]; // what has no place is told once
      errors.push(...completionErrors(problems, all));
      return errors.length > 0 ? { ...item, errors } : item;
    });
  }

  #errorsOf({ errors }: RunOutput): GraphQLError[] {
    return [...withClientPaths(errors, this.#prepared.clientKeys)];
  }

  #shaped(shape: PartShape, data: Branch, path: Place['path']): Completed {
    if (shape.project !== undefined) {
      try {
        return { data: shape.project(data), problems: [] };
      } catch (fault) {
        if (fault !== BAIL) throw fault;
      }
    }
    this.#input.observer?.slowPath?.(this.#prepared.node.name?.value);
    return completePart(this.#prepared, this.#input.variables, shape, data, path);
  }
}

function startsWith(path: readonly (string | number)[], start: readonly (string | number)[]): boolean {
  return start.every((part, i) => path[i] === part);
}

function ownFault(fault: unknown): GraphQLError {
  const cause = fault instanceof Error ? fault : new Error(String(fault));
  return new GraphQLError(cause.message, { originalError: cause });
}
