import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import type { SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import type { FetchObservation, GraphObserver } from '../observer.ts';
import type { PreparedRequest } from '../plan/plan.ts';
import { SubgraphFault } from '../run/fault.ts';
import { Upstream, type Reader } from './upstream.ts';

/** In whose name the subgraphs are asked what is the same for everybody: signed in, and nobody. A field that was marked by mistake has nothing to tell. */
export const EVERYONE: Caller = { ...ANONYMOUS, kind: 'everyone', requestId: 'everyone' };

export interface JoinRequest {
  readonly endpoint: SubgraphEndpoint | undefined;
  readonly request: PreparedRequest;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** Nothing in the answer depends on the caller. */
  readonly independent: boolean;
  readonly after?: string;
  readonly observer?: GraphObserver;
}

/** All upstream subscriptions of a graph. Equal ones are one: same subgraph, text and variables, and the same caller unless none matters. */
export class Upstreams {
  readonly #open = new Map<string, Set<Upstream>>();
  readonly #endpoints = new WeakMap<SubgraphEndpoint, number>();
  #serial = 0;

  /** How many are open. */
  get size(): number {
    return [...this.#open.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** A reader, or the answer of a subgraph that refused. Rejects with what went wrong on the way. */
  async join(ask: JoinRequest): Promise<Reader | SubgraphResult> {
    const { endpoint, request } = ask;
    const { service: subgraph, kind, query } = request;
    if (endpoint === undefined) throw new SubgraphFault('SUBGRAPH_UNAVAILABLE', `no subgraph ${subgraph}`);
    const key = this.#keyOf(endpoint, ask);
    const found = this.#find(key, ask.after);
    const fetch = found ? undefined : ask.observer?.fetching?.({ subgraph, kind, query, entities: 0 });
    const { upstream, reader } = found ?? this.#begin(key, endpoint, ask, fetch);
    try {
      const refusal = await upstream.open();
      fetch?.ended(refusal ? 'errors' : 'ok');
      return refusal ?? reader;
    } catch (fault) {
      fetch?.ended(fault instanceof SubgraphFault ? fault.code : 'SUBGRAPH_UNAVAILABLE');
      throw fault;
    }
  }

  #find(key: string, after: string | undefined): { upstream: Upstream; reader: Reader } | undefined {
    for (const upstream of this.#open.get(key) ?? []) {
      const reader = upstream.join(after);
      if (reader) return { upstream, reader };
    }
    return undefined;
  }

  #begin(key: string, endpoint: SubgraphEndpoint, ask: JoinRequest, fetch: FetchObservation | undefined) {
    const { request, variables, after, independent } = ask;
    const { query, document, operationName, service } = request;
    const caller = independent ? EVERYONE : ask.caller;
    const upstreams = this.#open.get(key) ?? new Set();
    const upstream: Upstream = new Upstream({
      endpoint,
      service,
      remembers: independent,
      call: {
        query,
        document,
        variables,
        caller: fetch?.trace === undefined ? caller : { ...caller, trace: fetch.trace },
        ...(operationName ? { operationName } : {}),
        after,
        positions: true,
      },
      ended: () => {
        upstreams.delete(upstream);
        if (upstreams.size === 0) this.#open.delete(key);
      },
    });
    this.#open.set(key, upstreams.add(upstream));
    return { upstream, reader: upstream.join(after)! };
  }

  #keyOf(endpoint: SubgraphEndpoint, { request, variables, caller, independent }: JoinRequest): string {
    let place = this.#endpoints.get(endpoint);
    if (place === undefined) this.#endpoints.set(endpoint, (place = ++this.#serial));
    const who = independent ? null : whoOf(caller);
    return JSON.stringify([place, request.query, request.operationName ?? null, variables, who]);
  }
}

/** Everything about a caller that an answer may depend on; what belongs to one request is left out. */
export function whoOf(caller: Caller): unknown {
  const { requestId: _, deadline: __, nonce: ___, trace: ____, ...who } = caller;
  return who;
}
