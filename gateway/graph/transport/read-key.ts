import type { Caller } from '#chassis/identity/caller';
import type { SubgraphCall } from '#chassis/mount/endpoint';

/**
 * Equal exactly when a subgraph would be told the same: the body, and of the call and its caller all that is not known to leave the
 * answer alone, so that a field which is added to either one day keeps calls apart until somebody says otherwise.
 */
export function readKey(call: SubgraphCall, body: string): string {
  const { caller, query: _q, document: _d, operationName: _n, variables: _v, ...standing } = call;
  const { signal: _s, observation: _o, isRead: _r, ...rest } = standing;
  const others = Object.keys(rest).length === 0 ? '' : JSON.stringify(rest);
  return `${callerKey(caller)}\n${others}\n${body}`;
}

/** Everything but what each request has of its own: its id and trace (for logs), its deadline and its nonce (of mutations). */
export function callerKey(caller: Caller): string {
  const { requestId: _r, trace: _t, deadline: _d, nonce: _n, ...standing } = caller;
  return JSON.stringify(standing);
}
