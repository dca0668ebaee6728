import type { Caller } from '#chassis/identity/caller';
import type { SubgraphResult } from '#chassis/mount/endpoint';
import type { Prepared } from '../plan/prepare.ts';
import { downstreamError, faultError } from '../run/errors.ts';
import type { RunInput, RunSetting } from '../run/run.ts';
import type { GraphResult } from '../run/run-prepared.ts';
import type { Reader } from './upstream.ts';
import type { Upstreams } from './upstreams.ts';
import { independenceOf } from './viewer-independent.ts';

/** What serves a subscription: its plan on the supergraph of now. */
export interface LivePlan {
  readonly prepared: Prepared;
  readonly setting: RunSetting;
}

export interface FollowInput extends RunInput {
  readonly after?: string;
  /** Hand on results that hold nothing but a position. */
  readonly positions?: boolean;
  readonly upstreams: Upstreams;
}

/** A reader of the upstream that speaks as this plan and this caller want it, or the answer of a subgraph that refused. */
export function joinUpstream(
  { prepared, setting }: LivePlan,
  input: FollowInput,
  caller: Caller,
  after: string | undefined,
) {
  const { request } = prepared.primary!;
  const variables = Object.fromEntries(
    Object.entries(input.variables).filter(([name]) => request.variables.includes(name)),
  );
  const endpoint = setting.endpoints.get(request.service);
  const independent = independenceOf(prepared, prepared.executable(input.variables)).primary;
  const { observer, upstreams } = input;
  return upstreams.join({ endpoint, request, variables, caller, independent, after, observer });
}

export function isReader(outcome: Reader | SubgraphResult): outcome is Reader {
  return 'poll' in outcome;
}

export function refusedBy(result: SubgraphResult, service: string): GraphResult {
  const errors = result.errors?.map((error) => downstreamError(error, service, error.path));
  return errors?.length ? { errors } : { errors: [faultError(new Error(`${service} opened no stream`), service)] };
}
