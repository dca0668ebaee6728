import { Pool } from 'undici';
import type { Caller } from '#chassis/identity/caller';
import { seal, type SealKey } from '#chassis/identity/seal';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { SubgraphFault } from '../run/fault.ts';
import { post } from './post.ts';
import { readKey } from './read-key.ts';
import { SharedReads } from './shared-reads.ts';
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
  /** Equal reads that are under way at the same time are one request (default). */
  readonly shareReads?: boolean;
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

  const reads = options.shareReads === false ? undefined : new SharedReads();

  const send = (caller: Caller, body: string, signal: AbortSignal | undefined): Promise<string> =>
    post(target, body, seal(caller, name, body, sealKey), signal);
  const alone = async ({ caller, signal, observation }: SubgraphCall, body: string): Promise<SubgraphResult> => {
    const text = await send(caller, body, signal);
    observation?.moved(Buffer.byteLength(body), Buffer.byteLength(text));
    return parseAnswer(name, text);
  };

  return {
    async execute(call: SubgraphCall): Promise<SubgraphResult> {
      const { query, operationName, variables, caller, signal } = call;
      const body = JSON.stringify({ query, operationName, variables });
      if (reads === undefined) return alone(call, body);
      if (!call.isRead) return alone(call, body).finally(() => reads.renew());
      const patience = { deadline: caller.deadline, ...(signal && { signal }) };
      const { text, isShared } = await reads.ask(readKey(call, body), patience, (all) => send(caller, body, all));
      if (isShared) call.observation?.shared();
      else call.observation?.moved(Buffer.byteLength(body), Buffer.byteLength(text));
      const result = parseAnswer(name, text);
      // a cookie is for one client, whatever it says: an answer that sets one is asked for again by everybody who only shared it
      return isShared && result?.extensions?.cookies ? alone(call, body) : result;
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
