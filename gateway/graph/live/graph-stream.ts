import type { GraphQLError } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { GraphResult } from '../run/run-prepared.ts';
import type { LivePlan } from './join-upstream.ts';

/** The results of one reader's subscription. */
export interface GraphStream extends AsyncIterableIterator<GraphResult> {
  return(): Promise<IteratorResult<GraphResult>>;
  /** The reader has other rights from now on: what comes is asked for under them. */
  reseal(caller: Caller): void;
  /** Another supergraph serves: goes on under a new plan, or ends with what is wrong. */
  replan(plan: LivePlan | GraphQLError): void;
  /** Called once, however it ends. */
  onEnd(listener: () => void): void;
}
