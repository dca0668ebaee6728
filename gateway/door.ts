import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import type { Clock } from '#kernel/clock';
import { createHealth } from '#chassis/http/health';
import type { Log } from '#chassis/log/log';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { MovableClock } from '#chassis/time/clocks';
import type { Policies } from './access/rules.ts';
import { startApollo } from './front/apollo.ts';
import { clockRoute } from './front/clock-route.ts';
import { openFiles } from './files/files.ts';
import type { Graph } from './graph/graph.ts';
import { graphqlRoute } from './front/graphql-route.ts';
import { createDoor } from './front/http-server.ts';
import { Metrics } from './front/metrics.ts';
import { namesOf } from './observe/operation-names.ts';
import { Origins } from './front/origins.ts';
import { refreshRoute } from './front/refresh-route.ts';
import { SharedAnswers } from './front/shared-answers.ts';
import { handlerOf, type Route, type RouteTable } from './front/routes.ts';
import { ClientBook } from './guard/clients/client-book.ts';
import { PostgresClients, type ClientStore } from './guard/clients/client-store.ts';
import { DOCUMENT_LIMITS } from './guard/limits.ts';
import { RateLimits } from './guard/rate-limits.ts';
import { postgresMeters } from './guard/shared-meters.ts';
import { Authenticator } from './identity/authenticate.ts';
import { RegisteredDocuments } from './guard/registered-documents.ts';
import { trustedProxies } from './identity/client-address.ts';
import { KeyRing } from './identity/key-ring.ts';
import { SessionBook } from './identity/session-book.ts';
import { identityFrom } from './identity/source.ts';
import { TokenVerifier } from './identity/verify-token.ts';
import { openSocketDoor } from './live/socket-door.ts';
import { socketProtocol } from './live/socket-protocol.ts';
import { LiveRegister } from './live/live-register.ts';
import { streamRoute } from './live/stream-route.ts';
import { Pipeline } from './pipeline.ts';
import type { Circuits } from './traffic/circuits.ts';
import { shedding } from './traffic/shedding.ts';
import { PostgresUsage, type UsageStore } from './usage/usage-store.ts';
import { Usage } from './usage/usage.ts';
import { openTraffic } from './traffic/open-traffic.ts';
import type { GatewaySettings } from './settings.ts';

export interface DoorParts {
  readonly settings: GatewaySettings;
  readonly graph: Graph;
  /** Every subgraph, asked directly about the files that it owns. */
  readonly endpoints: Readonly<Record<string, SubgraphEndpoint>>;
  /** The subgraph that owns identity, asked directly. */
  readonly identity: SubgraphEndpoint;
  /** Of the graph and of `identity` alike. */
  readonly circuits: Circuits;
  /** A movable one gets `POST /dev/clock`, never in production. */
  readonly clock: Clock | MovableClock;
  /** The pages: answers a request and returns true, or leaves it alone. */
  readonly site?: RouteTable['others'][number];
  readonly policies?: Policies;
  /** Where API clients are kept, in place of the gateway's own database. */
  readonly clientStore?: ClientStore;
  /** Where usage is written down, in place of the same. */
  readonly usageStore?: UsageStore;
  /** What else must be well before the door is ready; each throws when it is not. */
  readonly checks?: Readonly<Record<string, () => void | Promise<void>>>;
  /** Of this process: what the door counts is added to it. */
  readonly registry?: Registry;
  readonly log: Log;
}

export interface OpenDoor {
  readonly url: string;
  readonly port: number;
  /** Refuses the new, finishes the running, closes sockets in slices. */
  stop(): Promise<void>;
}

/** The whole door around a graph, in the order in which a request meets it. */
export async function openDoor(parts: DoorParts): Promise<OpenDoor> {
  const { settings, graph, log } = parts;
  const suggestions = !settings.production;
  const origins = new Origins(settings.origins, !settings.production);
  const proxies = trustedProxies(settings.trustedProxies);
  const shared = settings.sharedLimitsUrl ? await postgresMeters(settings.sharedLimitsUrl, log) : undefined;
  const rates = new RateLimits(settings.rates, log, shared);
  const store = parts.clientStore ?? (settings.databaseUrl ? new PostgresClients(settings.databaseUrl) : undefined);
  const clients = new ClientBook(store, log);
  await clients.start();
  const usageStore = parts.usageStore ?? (settings.databaseUrl ? new PostgresUsage(settings.databaseUrl) : undefined);
  const usage = new Usage(usageStore, log);

  const source = identityFrom(parts.identity);
  const keys = new KeyRing(source);
  const sessions = new SessionBook(source, log);
  const authenticator = new Authenticator(new TokenVerifier(keys, settings.tokens), sessions);
  sessions.start();
  await keys.load().catch((error: unknown) => log.warn({ err: error }, 'no signing keys yet'));

  const registered = RegisteredDocuments.read(settings.operationsFolder);
  const trustedOnly = settings.documents === 'trusted';
  const introspection = !settings.production;
  const policies = parts.policies ?? {};
  const { accessMode } = settings;
  const { supergraph } = graph;
  const files =
    settings.files &&
    (await openFiles({ ...parts, settings: settings.files, supergraph, authenticator, sessions, rates }));
  const handOver = files?.handOver;
  const pipeline = new Pipeline({
    graph,
    registered,
    trustedOnly,
    rates,
    policies,
    accessMode,
    introspection,
    usage,
    handOver,
    log,
  });
  const apollo = await startApollo(graph, pipeline, DOCUMENT_LIMITS.tokens, log);
  const register = new LiveRegister(sessions, authenticator);
  const metrics = new Metrics(
    {
      gateway_sockets: { help: 'Open sockets.', value: () => register.size - register.streams },
      gateway_streams: { help: 'Open streams: server-sent events and multipart.', value: () => register.streams },
      gateway_plans_kept: { help: 'Plans in the cache.', value: () => graph.plansKept },
      gateway_documents_kept: { help: 'Checked documents in the cache.', value: () => pipeline.documentsKept },
    },
    namesOf(registered, trustedOnly),
    parts.registry,
  );
  const traffic = openTraffic(parts, metrics.registry);
  const { admission, served } = traffic;

  const health = createHealth(log);
  health.add('keys', async () => void (keys.ready || (await keys.load())));
  // heard once is enough: while the stream is silent sessions are asked for, and what needs none goes on
  health.add('revocation', () => {
    if (!sessions.begun) throw new Error('the revocation stream has not begun');
  });
  for (const [name, check] of Object.entries(parts.checks ?? {})) health.add(name, check);

  health.tell('subgraphs', () => parts.circuits.states); // a subgraph that is away does not make the door unready

  const getAllowed = !settings.production;
  const texts = { find: (hash: string) => registered.find(hash) ?? pipeline.acceptedText(hash) };
  const road = { graph: served, pipeline, authenticator, rates, clients, texts, metrics };
  const sharing = settings.shareAnswers ? { answers: new SharedAnswers(), epoch: () => graph.epoch } : undefined;
  const routes: Record<string, Route> = {
    '/graphql': shedding(
      admission,
      graphqlRoute({ ...road, apollo, getAllowed, sharing, stream: streamRoute({ ...road, register }) }),
    ),
    'GET /.well-known/jwks.json': keysRoute(keys),
    'POST /auth/refresh': shedding(admission, refreshRoute(parts.identity, rates)),
    ...files?.routes,
    ...(settings.metrics ? { 'GET /metrics': metricsRoute(metrics) } : {}),
    ...('advance' in parts.clock && !settings.production ? { 'POST /dev/clock': clockRoute(parts.clock) } : {}),
  };
  const others = [
    (...visit: Parameters<typeof health.answer>) => health.answer(...visit),
    ...(parts.site ? [parts.site] : []),
  ];
  const { traceParent: parent, forward } = settings;
  const server = createDoor(
    handlerOf({ routes, others, origins, proxies, forward, parent, metrics, suggestions, log }),
  );
  const protocol = socketProtocol({ ...road, register, suggestions, log });
  const sockets = openSocketDoor(server, { protocol, register, origins, proxies, forward, log });
  const port = await listen(server, settings).catch(async (error: unknown) => {
    await sessions.stop(); // nothing may keep a process alive that has no door
    throw error;
  });
  log.info({ port, limits: settings.limits, rates: settings.rates, documents: settings.documents }, 'the door is open');
  pipeline.planAhead(); // after the door opened: a start waits for no plan

  return {
    port,
    url: `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`,
    async stop() {
      health.drain();
      const closed = closing(server);
      const idle = setInterval(() => server.closeIdleConnections(), 50); // answered after `close` and kept alive
      await sockets.close(settings.drainMs / 4);
      await within(settings.drainMs, closed);
      clearInterval(idle);
      server.closeAllConnections();
      await closed;
      await apollo.stop();
      pipeline.close();
      await sessions.stop();
      await traffic.stop();
      await files?.stop();
      await clients.stop();
      await usage.stop();
      await shared?.close();
    },
  };
}

function keysRoute(keys: KeyRing): Route {
  return async (_request, response) => {
    if (!keys.ready) await keys.load();
    response.writeHead(200, { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300' });
    response.end(keys.text);
  };
}

function metricsRoute({ registry }: Metrics): Route {
  return async (_request, response) => {
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text);
  };
}

function listen(server: Server, { port, host }: GatewaySettings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closing(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
