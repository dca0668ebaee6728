import { Pool } from 'undici';
import { seal, type SealKey } from '#chassis/identity/seal';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { SubgraphFault } from '../run/fault.ts';
import { post } from './post.ts';
import { upstreamSocket } from './socket.ts';

export interface HttpEndpointOptions {
  readonly name: string;
  /** `http://host:port/graphql`; the socket is opened on the same path. */
  readonly url: string;
  /** This subgraph's own key. */
  readonly sealKey: SealKey;
  readonly maxAnswerBytes?: number;
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
}

export interface HttpEndpoint extends SubgraphEndpoint {
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const CONNECTIONS = 64;
const CONNECT_TIMEOUT_MS = 500;

/** A subgraph in another process. Every call is sealed; how long it may take is the caller's signal. */
export function httpEndpoint(options: HttpEndpointOptions): HttpEndpoint {
  const { name, sealKey } = options;
  const url = new URL(options.url);
  const connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const pool = new Pool(url.origin, {
    connections: options.connections ?? CONNECTIONS,
    pipelining: 1, // a slow answer must not hold up another behind it
    connect: { timeout: connectTimeoutMs },
    headersTimeout: 0, // the signal ends a call that takes too long
    bodyTimeout: 0,
  });
  const socket = upstreamSocket({ name, url, sealKey, connectTimeoutMs });
  const target = {
    pool,
    name,
    path: url.pathname + url.search,
    maxAnswerBytes: options.maxAnswerBytes ?? MAX_ANSWER_BYTES,
  };

  return {
    async execute(call: SubgraphCall): Promise<SubgraphResult> {
      const { query, operationName, variables } = call;
      const body = JSON.stringify({ query, operationName, variables });
      const text = await post(target, body, seal(call.caller, name, body, sealKey), call.signal);
      call.observation?.moved(Buffer.byteLength(body), Buffer.byteLength(text));
      return parseAnswer(name, text);
    },
    subscribe: async (call) => socket.subscribe(call),
    async close() {
      await socket.close();
      await pool.destroy();
    },
  };
}

function parseAnswer(name: string, text: string): SubgraphResult {
  try {
    return JSON.parse(text) as SubgraphResult;
  } catch (cause) {
    throw new SubgraphFault('SUBGRAPH_INVALID', `${name} answered with something that is not JSON`, { cause });
  }
}
