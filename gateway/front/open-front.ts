import type { ApolloServer } from '@apollo/server';
import type { Clock } from '#kernel/clock';
import { createHealth, type Health, type HealthCheck } from '#chassis/http/health';
import type { Log } from '#chassis/log/log';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { MovableClock } from '#chassis/time/clocks';
import type { Graph } from '../graph/graph.ts';
import { DOCUMENT_LIMITS } from '../guard/limits.ts';
import type { KeyRing } from '../identity/key-ring.ts';
import type { OpenLive } from '../live/open-live.ts';
import { opening } from '../opening.ts';
import type { RoadParts } from '../road-parts.ts';
import type { GatewaySettings } from '../settings.ts';
import type { Admission } from '../traffic/admission.ts';
import type { Circuits } from '../traffic/circuits.ts';
import { shedding } from '../traffic/shedding.ts';
import { startApollo, type DoorContext } from './apollo.ts';
import { clockRoute } from './clock-route.ts';
import { doorkeepingOf, type DoorkeepingSettings } from './doorkeeping.ts';
import { graphqlRoute } from './graphql-route.ts';
import { createDoor } from './http-server.ts';
import { keysRoute } from './keys-route.ts';
import { leave, listen } from './listen.ts';
import { metricsRoute } from './metrics-route.ts';
import { refreshRoute } from './refresh-route.ts';
import { handlerOf, type Route, type RouteTable } from './routes.ts';
import { SharedAnswers } from './shared-answers.ts';

type FrontSettings = Pick<
  GatewaySettings,
  'host' | 'port' | 'production' | 'drainMs' | 'metrics' | 'shareAnswers' | 'traceParent' | keyof DoorkeepingSettings
>;

export interface FrontParts {
  readonly settings: FrontSettings;
  readonly road: RoadParts;
  readonly keys: KeyRing;
  readonly admission: Admission;
  readonly live: OpenLive;
  /** The paths of files, where files are taken. */
  readonly fileRoutes: Readonly<Record<string, Route>> | undefined;
  /** Each must pass before the door is ready. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly circuits: Circuits;
  /** Behind the road: whose schema Apollo Server is told, and what is kept for it. */
  readonly graph: Graph;
  /** The subgraph that owns identity, asked directly. */
  readonly identity: SubgraphEndpoint;
  readonly clock: Clock | MovableClock;
  readonly site?: RouteTable['others'][number];
  readonly log: Log;
}

/** The server that clients reach. */
export interface OpenFront {
  readonly port: number;
  /** Refuses the new, finishes the running, closes sockets in slices. */
  stop(): Promise<void>;
}

/** Listens as its last step; rejects, with nothing left open, when it cannot. */
export function openFront(parts: FrontParts): Promise<OpenFront> {
  return opening(async (rooms) => {
    const { settings, road, graph, live, log } = parts;
    const { metrics, pipeline } = road;
    metrics.gauge('gateway_plans_kept', 'Plans in the cache.', () => graph.plansKept);
    metrics.gauge('gateway_documents_kept', 'Checked documents in the cache.', () => pipeline.documentsKept);
    const health = healthOf(parts);
    const apollo = rooms.add(await startApollo(graph, pipeline, DOCUMENT_LIMITS.tokens, log));
    const keeping = doorkeepingOf(settings);
    const handler = handlerOf({
      routes: routesOf(parts, apollo),
      others: [(request, response) => health.answer(request, response), ...(parts.site ? [parts.site] : [])],
      ...keeping,
      parent: settings.traceParent,
      metrics,
      suggestions: !settings.production,
      log,
    });
    const server = createDoor(handler);
    live.takeSockets(server, keeping);
    const port = await listen(server, settings);
    rooms.add({
      stop: () => {
        health.drain();
        return leave(server, () => live.stop(), settings.drainMs);
      },
    });
    return { port };
  });
}

/** Every path of our own. */
function routesOf(parts: FrontParts, apollo: ApolloServer<DoorContext>): Readonly<Record<string, Route>> {
  const { settings, road, graph, live, admission, clock } = parts;
  const sharing = settings.shareAnswers ? { answers: new SharedAnswers(), epoch: () => graph.epoch } : undefined;
  const getAllowed = !settings.production;
  return {
    '/graphql': shedding(admission, graphqlRoute({ ...road, apollo, getAllowed, sharing, stream: live.stream })),
    'GET /.well-known/jwks.json': keysRoute(parts.keys),
    'POST /auth/refresh': shedding(admission, refreshRoute(parts.identity, road.rates)),
    ...parts.fileRoutes,
    ...(settings.metrics ? { 'GET /metrics': metricsRoute(road.metrics) } : {}),
    ...('advance' in clock && !settings.production ? { 'POST /dev/clock': clockRoute(clock) } : {}),
  };
}

function healthOf({ checks, circuits, log }: FrontParts): Health {
  const health = createHealth(log);
  for (const [name, check] of Object.entries(checks)) health.add(name, check);
  health.tell('subgraphs', () => circuits.states); // a subgraph that is away does not make the door unready
  return health;
}
