import type { Clock } from '#kernel/clock';
import { startGateway, type Gateway, type GatewayParts } from '../gateway.ts';
import { RATE_LIMITS, widened } from '../guard/limits.ts';
import { gatewaySettings, type GatewaySettings } from '../settings.ts';
import { AUDIENCE, ISSUER, type TokenChanges } from './identity-subgraph.ts';
import { keptPlanner } from './kept-planner.ts';
import { federatedPair, type FurtherSubgraph, type Pair } from './pair.ts';
import { recordingLog } from './recording-log.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into JSON of any shape
  readonly body: any;
}

export interface Opened {
  readonly door: Gateway;
  readonly pair: Pair;
  readonly log: ReturnType<typeof recordingLog>;
  request(path: string, init?: RequestInit): Promise<Answer>;
  /** POST /graphql as a well-behaved client. */
  ask(
    query: string,
    options?: { token?: string; variables?: object; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** A signed-in user's session and token. */
  signIn(changes?: TokenChanges): Promise<{ userId: string; sessionId: string; token: string }>;
  stop(): Promise<void>;
}

/** The real door over real HTTP on a pair of real subgraphs. */
export async function opened(
  settings: Partial<GatewaySettings> = {},
  parts: Partial<GatewayParts> = {},
  options: {
    identityDown?: boolean;
    /** Subgraphs beside the pair, and the supergraph of all of them. */
    also?: { sdl: string; endpoints: GatewayParts['endpoints'] };
    /** Subgraphs that are composed with the pair. */
    more?: readonly FurtherSubgraph[];
  } = {},
): Promise<Opened> {
  const pair = await federatedPair(options.more);
  pair.users.outage.down = options.identityDown === true;
  const log = recordingLog();
  const door = await startGateway({
    settings: {
      ...gatewaySettings({}),
      port: 0,
      tokens: { issuer: ISSUER, audience: AUDIENCE },
      rates: widened(RATE_LIMITS, 1_000),
      metrics: false,
      drainMs: 500,
      ...settings,
    },
    supergraphSdl: options.also?.sdl ?? pair.supergraphSdl,
    endpoints: { ...pair.endpoints, ...options.also?.endpoints },
    clock: { now: () => new Date() } satisfies Clock,
    log,
    planning: keptPlanner(log),
    ...parts,
  });
  const request = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(new URL(path, door.url), init);
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
  };
  return {
    door,
    pair,
    log,
    request,
    ask: (query, { token, variables, headers } = {}) =>
      request('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      }),
    async signIn(changes) {
      const session = pair.users.openSession();
      return { ...session, token: await pair.users.token(session, changes) };
    },
    async stop() {
      await door.stop();
      pair.users.stop();
    },
  };
}
