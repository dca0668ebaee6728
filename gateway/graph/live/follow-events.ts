import { faultError } from '../run/errors.ts';
import { SubgraphFault } from '../run/fault.ts';
import type { GraphResult } from '../run/run-prepared.ts';
import type { GraphStream } from './graph-stream.ts';
import { isReader, joinUpstream, refusedBy, type FollowInput, type LivePlan } from './join-upstream.ts';
import { LiveSubscription } from './live-subscription.ts';

/**
 * Events come from the subgraph that owns the root field; what the event does not carry is fetched per event from the others. The
 * upstream subscription, which equal ones share, is left when the reader returns, when the signal aborts, or when the reader lags too far.
 */
export async function followEvents(plan: LivePlan, input: FollowInput): Promise<GraphStream | GraphResult> {
  const { service } = plan.prepared.primary!.request;
  try {
    if (input.signal?.aborted) throw new SubgraphFault('CANCELLED', 'cancelled before it began');
    const reader = await joinUpstream(plan, input, input.caller, input.after);
    if (!isReader(reader)) return refusedBy(reader, service);
    return new LiveSubscription(reader, plan, input);
  } catch (fault) {
    return { errors: [faultError(fault, service)] };
  }
}
