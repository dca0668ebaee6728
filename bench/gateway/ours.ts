import type { Scope } from '#chassis/mount/scope';
import type { RequestScope } from '#chassis/mount/request-scope';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { endpointOf } from '#chassis/mount/execute';
import { startTracing } from '#chassis/trace/tracing';
import { wallClock } from '#chassis/time/clocks';
import { startGateway } from '#gateway/gateway';
import type { Tuning } from '#gateway/graph/plan/tuning';
import { httpEndpoint } from '#gateway/graph/transport/http';
import { RATE_LIMITS, widened } from '#gateway/guard/limits';
import { gatewaySettings } from '#gateway/settings';
import { identity, IDENTITY, TERMS } from './identity.ts';
import { schemaOf, SOURCES, supergraph } from './subgraphs.ts';

export interface Ours {
  readonly inProcess: boolean;
  readonly tuning?: Partial<Tuning>;
  readonly shareReads?: boolean;
  readonly shareRequests?: boolean;
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };
/** Nothing listens there: spans are made, sampled, put together and dropped. */
const NO_COLLECTOR = 'http://127.0.0.1:9/v1/traces';

/** The real door with everything on: identity, limits, rates, access, sealed calls, circuits, metrics, one trace in a hundred. */
export async function startOurs(urls: Readonly<Record<string, string>>, ours: Ours) {
  const { endpoint, authorization } = await identity();
  startTracing({ url: NO_COLLECTOR, headers: {}, timeoutMs: 1_000, share: 0.01 }, SILENT);
  const guarded = SOURCES.map((source) => ({ ...source, typeDefs: guardedText(source.typeDefs) }));
  const sdl = supergraph((name) => `http://${name}.invalid`, [IDENTITY, ...guarded]);
  const endpoints: Record<string, SubgraphEndpoint> = { identity: endpoint };
  for (const source of guarded)
    endpoints[source.name] = ours.inProcess
      ? mounted(source)
      : httpEndpoint({
          name: source.name,
          url: urls[source.name]!,
          sealKey: { id: 'k1', secret: Buffer.alloc(32, 1) },
          ...(ours.shareReads !== undefined && { shareReads: ours.shareReads }),
        });
  const settings = gatewaySettings({ METRICS: 'true', DOCUMENTS: 'open', MAX_LOOP_DELAY_MS: '60000' });
  const door = await startGateway({
    settings: {
      ...settings,
      host: '127.0.0.1',
      port: 0,
      tokens: TERMS,
      identitySubgraph: 'identity',
      cookieSubgraphs: ['identity'],
      ...(ours.tuning && { tuning: ours.tuning }),
      shareAnswers: ours.shareRequests === true,
      rates: widened(RATE_LIMITS, 1_000_000), // counted like any others
    },
    supergraphSdl: sdl,
    endpoints,
    clock: wallClock,
    log: SILENT,
  });
  return { url: `${door.url}/graphql`, headers: { authorization } };
}

/** Who may have what, and how long lists are: what the door asks about and counts with. */
function guardedText(typeDefs: string): string {
  return typeDefs
    .replace(/(me: User|users: \[User!\]|topProducts\(.*?\)[^\]]*\]|user\(id: ID!\): User)/g, '$1 @authenticated')
    .replace('users: [User!]', '$& @listSize(assumedSize: 6)')
    .replace(/reviews: \[Review!\]/g, '$& @listSize(assumedSize: 4)')
    .replace(/topProducts\(.*?\)[^\]]*\]/, '$& @listSize(slicingArguments: ["first"])');
}

/** As a subgraph in the same process is mounted, without a database behind it. */
function mounted(source: (typeof SOURCES)[number]): SubgraphEndpoint {
  const scope = { cookies: [], log: SILENT } as Partial<Scope> as RequestScope<unknown>;
  return endpointOf(schemaOf(source), () => scope);
}
