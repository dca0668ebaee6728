import type { GraphQLFormattedError } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { seal, sealedText, type SealKey } from '#chassis/identity/seal';
import type { SubgraphCall, SubgraphResult } from '#chassis/mount/endpoint';

export interface UpstreamSocketOptions {
  readonly name: string;
  readonly url: URL;
  readonly sealKey: SealKey;
  readonly connectTimeoutMs: number;
  /** How often a quiet peer is asked whether it lives, in ms. */
  readonly pingMs?: number;
  /** How long it may take to say so. */
  readonly pongWithinMs?: number;
}

export interface UpstreamSocket {
  subscribe(call: SubgraphCall): AsyncIterableIterator<SubgraphResult>;
  close(): Promise<void>;
}

const MAX_FRAME_BYTES = 2 * 1024 * 1024;
const PING_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/**
 * All subscriptions of this gateway to one subgraph on one socket, opened with the first and closed with the last. Each `subscribe` is
 * sealed for its own caller. It does not reconnect: events would be missing in between, and the client knows where to resume.
 */
export function upstreamSocket(options: UpstreamSocketOptions): UpstreamSocket {
  const { name, sealKey } = options;
  const client = connect(options);
  return {
    subscribe({ query, operationName, variables, caller, signal, after, positions }) {
      const operation = {
        query,
        ...(operationName === undefined ? {} : { operationName }),
        variables: { ...variables },
        extensions: { after, positions },
      };
      const sealed = seal(caller, name, sealedText(operation), sealKey);
      const extensions = { ...operation.extensions, seal: sealed };
      const source = client.iterate<Record<string, unknown>>({ ...operation, extensions });
      signal?.addEventListener('abort', () => void source.return?.(), { once: true });
      return refusalsAsResults(source as AsyncIterableIterator<SubgraphResult>);
    },
    close: async () => void (await client.dispose()),
  };
}

function connect({
  url,
  connectTimeoutMs,
  pingMs = PING_MS,
  pongWithinMs = PONG_WITHIN_MS,
}: UpstreamSocketOptions): Client {
  const target = new URL(url);
  target.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let pong: NodeJS.Timeout | undefined;
  const client = createClient({
    url: target.href,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string | string[]) {
        super(address, protocols, {
          handshakeTimeout: connectTimeoutMs,
          maxPayload: MAX_FRAME_BYTES,
          perMessageDeflate: false,
        });
      }
    },
    lazy: true,
    retryAttempts: 0,
    keepAlive: pingMs,
    connectionAckWaitTimeout: connectTimeoutMs,
    on: {
      ping: (received) => {
        if (!received) pong ??= setTimeout(() => client.terminate(), pongWithinMs).unref(); // a dead peer sends no close
      },
      pong: (received) => {
        if (received) clearTimeout(pong);
        if (received) pong = undefined;
      },
      closed: () => {
        clearTimeout(pong);
        pong = undefined;
      },
    },
    onNonLazyError: () => undefined,
  });
  return client;
}

/** The protocol reports a refused subscription by throwing its list of errors; here it is a last result. A broken socket still throws. */
function refusalsAsResults(source: AsyncIterableIterator<SubgraphResult>): AsyncIterableIterator<SubgraphResult> {
  let refused = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (refused) return { done: true, value: undefined };
      try {
        return await source.next();
      } catch (error) {
        if (!Array.isArray(error)) throw error;
        refused = true;
        return { done: false, value: { errors: error as GraphQLFormattedError[] } };
      }
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}
