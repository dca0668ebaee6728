import type { GraphQLError } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { GraphResult } from '../run/run-prepared.ts';
import type { Flow } from './flow.ts';
import type { LivePlan } from './join-upstream.ts';

/** The results of one reader's subscription, to be polled or iterated, but not both. */
export interface GraphStream extends AsyncIterableIterator<GraphResult>, Flow<GraphResult> {
  return(): Promise<IteratorResult<GraphResult>>;
  /** Ends it, as `return` does, where nobody waits for the end. */
  leave(): void;
  /** The reader has other rights from now on: what comes is asked for under them. */
  reseal(caller: Caller): void;
  /** Another supergraph serves: goes on under a new plan, or ends with what is wrong. */
  replan(plan: LivePlan | GraphQLError): void;
  /** Called once, however it ends. */
  onEnd(listener: () => void): void;
}
