import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { BadSettings } from '#chassis/settings/settings';
import { processMetrics } from '#chassis/metrics/process-metrics';
import { openDoor, type DoorParts, type OpenDoor } from './door.ts';
import { Graph } from './graph/graph.ts';
import { GraphMetrics } from './observe/graph-metrics.ts';
import { Circuits } from './traffic/circuits.ts';
import type { ForwardRule } from './traffic/headers/forward-rules.ts';
import { narrowed, strangers } from './traffic/headers/forwarding.ts';
import type { Snapshot } from './graph/snapshot.ts';
import { PlanningThread } from './graph/planning/planning-thread.ts';

export interface GatewayParts extends Omit<DoorParts, 'graph' | 'identity' | 'circuits'> {
  /** The full text, access directives included. */
  readonly supergraphSdl: string;
  /** The way to each subgraph that the supergraph names: in this process or over HTTP. */
  readonly endpoints: Readonly<Record<string, SubgraphEndpoint>>;
}

export interface Gateway extends OpenDoor {
  /** Swaps the supergraph; throws, with everything as it was, when the text is refused. */
  replaceSupergraph(sdl: string): void;
}

/** The graph over its subgraphs, and the door in front of it. */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const { supergraphSdl, settings, log } = parts;
  const endpoints = waysFor(settings.forward, parts.endpoints);
  const endpointOf = ({ name }: { name: string }): SubgraphEndpoint => {
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
    if (!endpoint) throw new Error(`the supergraph names the subgraph ${name}, and there is no way to it`);
    return endpoint;
  };
  const circuits = new Circuits();
  const planning = (snapshot: Snapshot) => new PlanningThread(snapshot, log);
  const registry = settings.metrics ? (parts.registry ?? processMetrics('gateway')) : undefined;
  const observer = registry && new GraphMetrics(registry);
  const overrides = (label: string) => settings.overrideLabels.includes(label);
  const { tuning } = settings;
  const graph = await Graph.load({
    sdl: supergraphSdl,
    endpointOf,
    planning,
    log,
    circuits,
    observer,
    overrides,
    tuning,
    cookiesFrom: settings.cookieSubgraphs,
  });
  const identity = circuits.guard(settings.identitySubgraph, endpointOf({ name: settings.identitySubgraph }));
  const door = await openDoor({ ...parts, endpoints, registry, graph, identity, circuits });
  return {
    ...door,
    replaceSupergraph: (sdl) => void graph.replace(sdl),
    async stop() {
      await door.stop();
      await graph.stop();
    },
  };
}

/** Each subgraph behind what it may be told of clients' headers, whoever in the gateway asks it. */
function waysFor(rules: readonly ForwardRule[], endpoints: GatewayParts['endpoints']): GatewayParts['endpoints'] {
  const unknown = strangers(rules, Object.keys(endpoints));
  if (unknown.length > 0)
    throw new BadSettings([`FORWARD_HEADERS names ${unknown.join(', ')}: there is no such subgraph.`]);
  return Object.fromEntries(
    Object.entries(endpoints).map(([name, endpoint]) => [name, narrowed(rules, name, endpoint)]),
  );
}
