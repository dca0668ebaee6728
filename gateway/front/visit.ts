import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { Log } from '#chassis/log/log';
import { traceIdOf } from '#chassis/trace/span';
import type { About } from './metrics.ts';
import type { Masking } from '../guard/mask.ts';
import type { Client } from '../identity/authenticate.ts';
import { clientAddress } from '../identity/client-address.ts';
import type { ForwardRule } from '../traffic/headers/forward-rules.ts';
import { forwardedOf } from '../traffic/headers/forwarding.ts';

/** One request, or one operation on a socket, as the door handles it. */
export interface Visit {
  readonly requestId: string;
  readonly client: Client;
  readonly masking: Masking;
  /** On the clock of `performance.now()`. */
  readonly began: number;
}

export function clientOf(
  request: IncomingMessage,
  proxies: BlockList,
  forward: readonly ForwardRule[],
  trace?: string,
): Client {
  const userAgent = (request.headers['user-agent'] ?? '').slice(0, 500);
  const application = request.headers['apollographql-client-name'];
  const key = request.headers['x-api-key'];
  const apiKey = Array.isArray(key) ? key.join() : key;
  const headers = forwardedOf(forward, request.headers);
  const applicationVersion = request.headers['apollographql-client-version'];
  return {
    ip: clientAddress(request, proxies),
    userAgent,
    ...(typeof application === 'string' && { application }),
    ...(typeof applicationVersion === 'string' && { applicationVersion }),
    ...(apiKey !== undefined && { apiKey }),
    ...(trace !== undefined && { trace }),
    ...(headers !== undefined && { headers }),
  };
}

export function visitOf(requestId: string, client: Client, log: Log, suggestions: boolean): Visit {
  const traced = client.trace === undefined ? {} : { trace_id: traceIdOf(client.trace) };
  const onMasked: Masking['onMasked'] = (error) =>
    log.error({ requestId, ...traced, err: error }, 'a fault was masked');
  return { requestId, client, masking: { requestId, suggestions, onMasked }, began: performance.now() };
}

/** What the metrics want to know of an operation that has ended, besides how. */
export function aboutOf({ client, began }: Visit, operation?: string): About {
  return { operation, client: client.application, seconds: (performance.now() - began) / 1_000 };
}
