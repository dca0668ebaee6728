import type { Registry } from 'prom-client';
import type { Clock } from '#kernel/clock';
import type { Log } from '#chassis/log/log';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { MovableClock } from '#chassis/time/clocks';
import type { Policies } from './access/rules.ts';
import { openFiles } from './files/open-files.ts';
import { Metrics } from './front/metrics.ts';
import { openFront } from './front/open-front.ts';
import type { RouteTable } from './front/routes.ts';
import type { Graph } from './graph/graph.ts';
import type { ClientStore } from './guard/clients/client-store.ts';
import { openGuard } from './guard/open-guard.ts';
import { openIdentity } from './identity/open-identity.ts';
import { openLive } from './live/open-live.ts';
import { namesOf } from './observe/operation-names.ts';
import { opening } from './opening.ts';
import { reloadOfKeys, reloadOfOperations } from './process/door-reloads.ts';
import type { Reload } from './process/hangup.ts';
import { Pipeline } from './pipeline.ts';
import type { RoadParts } from './road-parts.ts';
import type { GatewaySettings } from './settings.ts';
import type { Circuits } from './traffic/circuits.ts';
import { openTraffic } from './traffic/open-traffic.ts';
import { openUsage } from './usage/open-usage.ts';
import type { UsageStore } from './usage/usage-store.ts';
import { sayWithoutDatabase } from './without-database.ts';

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
  /** What can be read anew while the door is open. */
  readonly reloads: readonly Reload[];
  /** Refuses the new, finishes the running, closes sockets in slices. */
  stop(): Promise<void>;
}

/**
 * The whole door around a graph, in the order in which a request meets it; the two ways in come last, because nobody may come in before
 * everything stands. A stop closes them first, and then each room before those that it stands on.
 */
export function openDoor(parts: DoorParts): Promise<OpenDoor> {
  return opening(async (rooms) => {
    const { settings, graph, log } = parts;
    const identity = rooms.add(await openIdentity(parts));
    const guard = rooms.add(await openGuard(parts));
    const usage = rooms.add(openUsage(parts));
    const { keys, authenticator, sessions } = identity;
    const { rates, clients, registered } = guard;
    const { supergraph } = graph;
    const files =
      settings.files &&
      rooms.add(await openFiles({ ...parts, settings: settings.files, supergraph, authenticator, sessions, rates }));
    const trustedOnly = settings.documents === 'trusted';
    const pipeline = rooms.add(
      new Pipeline({
        graph,
        registered,
        trustedOnly,
        rates,
        policies: parts.policies ?? {},
        accessMode: settings.accessMode,
        introspection: !settings.production,
        usage,
        handOver: files?.handOver,
        log,
      }),
    );
    const metrics = new Metrics(namesOf(registered, trustedOnly), parts.registry);
    const { registry } = metrics;
    const { admission, served } = rooms.add(await openTraffic({ ...parts, registry }));
    const road: RoadParts = { authenticator, clients, rates, pipeline, graph: served, metrics };
    const live = rooms.add(openLive({ ...road, settings, sessions, log }));
    const checks = { ...identity.checks, ...parts.checks };
    const front = await openFront({ ...parts, road, keys, admission, live, fileRoutes: files?.routes, checks });
    const { port } = rooms.add(front);
    const { limits, documents } = settings;
    log.info({ port, limits, rates: settings.rates, documents }, 'the door is open');
    sayWithoutDatabase(settings, log);
    pipeline.planAhead(); // after the door opened: a start waits for no plan
    const reloads = [
      reloadOfKeys(keys),
      reloadOfOperations(settings.operationsFolder, { registered, pipeline, metrics }),
    ];
    return {
      port,
      reloads,
      url: `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`,
    };
  });
}
