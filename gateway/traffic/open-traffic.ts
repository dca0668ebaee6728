import type { Clock } from '#kernel/clock';
import type { Log } from '#chassis/log/log';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { Registry } from 'prom-client';
import type { Graph } from '../graph/graph.ts';
import { opening } from '../opening.ts';
import type { GatewaySettings } from '../settings.ts';
import { Admission } from './admission.ts';
import { CachedGraph } from './cache/cached-graph.ts';
import type { Circuits } from './circuits.ts';
import { LoopWatch } from './loop-watch.ts';
import { ServedGraph, type OperationRunner } from './served-graph.ts';
import { countAdmission, countCache, countCircuits } from './traffic-metrics.ts';

export interface TrafficParts {
  readonly settings: Pick<GatewaySettings, 'admission' | 'cacheBytes' | 'forward'>;
  readonly graph: Graph;
  readonly circuits: Circuits;
  readonly endpoints: Readonly<Record<string, SubgraphEndpoint>>;
  readonly clock: Clock;
  /** What happens here is counted there. */
  readonly registry: Registry;
  readonly log: Log;
}

export interface OpenTraffic {
  /** Says when there is too much to do. */
  readonly admission: Admission;
  /** The graph as the roads see it. */
  readonly served: OperationRunner;
  stop(): Promise<void>;
}

/** What stands between the roads and the graph: kept answers first, because they cost nothing, then a place for what has to be run. */
export function openTraffic(parts: TrafficParts): Promise<OpenTraffic> {
  return opening(async (rooms) => {
    const { settings, graph, endpoints, clock, registry, log } = parts;
    const loop = rooms.add(new LoopWatch());
    const admission = new Admission(settings.admission, loop);
    loop.start();
    const { supergraph } = graph;
    const places = new ServedGraph(graph, admission);
    const { cacheBytes: maxBytes, forward } = settings;
    const varies = forward.map(({ header }) => header);
    const served = rooms.add(new CachedGraph({ graph: places, supergraph, endpoints, clock, log, varies, maxBytes }));
    countCache(registry, served);
    countAdmission(registry, admission, loop);
    countCircuits(registry, parts.circuits);
    return { admission, served };
  });
}
