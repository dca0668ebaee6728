import type { GraphQLError } from 'graphql';
import type { Branch } from '../branch.ts';
import { withClientPaths } from '../plan/client-keys.ts';
import type { RunningStep } from '../observer.ts';
import type { Step } from '../plan/plan.ts';
import type { Prepared } from '../plan/prepare.ts';
import { completionErrors } from './completion.ts';
import { runPlan, type RunInput, type RunSetting } from './run.ts';
import { shape } from './shape.ts';

/** An answer that may be kept: its age and how old it may become, in whole seconds. */
export interface CacheNote {
  readonly age: number;
  readonly maxAge: number;
  /** Good for this caller alone. */
  readonly isPrivate: boolean;
  /** Headers of clients that it may depend on. */
  readonly varies: readonly string[];
}

export interface GraphResult {
  data?: Branch | null;
  errors?: readonly GraphQLError[];
  /** Of an event of a subscription: where to continue after it (`GraphRequest.after`). Opaque; good for ten minutes. */
  position?: string;
  /** Whole `Set-Cookie` values for the client; never part of the response body. */
  cookies?: readonly string[];
  /** For whom and how long the answer holds; never part of the response body. */
  cache?: CacheNote;
}

function toldStep({ index, service, path, fetch }: Step, _: number, all: readonly Step[]): RunningStep {
  const after = all.filter(({ dependents }) => dependents.includes(index)).map((before) => before.index);
  return { subgraph: service, path, after, operation: fetch.operation };
}

/** Runs the plan on `data` (a subscription's event with its own `errors`, or nothing yet) and shapes the response. */
export async function runPrepared(
  prepared: Prepared,
  setting: RunSetting,
  input: RunInput,
  data?: Branch,
  errors: readonly GraphQLError[] = [],
): Promise<GraphResult> {
  const executable = prepared.executable(input.variables);
  input.observer?.running?.(() => executable.steps.map(toldStep));
  const output = await runPlan(executable, setting, input, data);
  const shaped = shape(prepared, executable, input.variables, output.data);
  if (shaped.slow) input.observer?.slowPath?.(prepared.node.name?.value);
  const result: GraphResult = { data: shaped.data };
  const told = [...errors, ...withClientPaths(output.errors, prepared.clientKeys)];
  if (shaped.problems.length > 0) told.push(...completionErrors(shaped.problems, told));
  if (told.length > 0) result.errors = told;
  if (output.cookies.length > 0) result.cookies = output.cookies;
  return result;
}
