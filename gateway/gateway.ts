import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { BadSettings } from '#chassis/settings/settings';
import { processMetrics } from '#chassis/metrics/process-metrics';
import { openDoor, type DoorParts, type OpenDoor } from './door.ts';
import { Graph } from './graph/graph.ts';
import type { GraphOptions } from './graph/graph-options.ts';
import { opening } from './opening.ts';
import { GraphMetrics } from './observe/graph-metrics.ts';
import { Circuits } from './traffic/circuits.ts';
import type { ForwardRule } from './traffic/headers/forward-rules.ts';
import { narrowed, strangers } from './traffic/headers/forwarding.ts';
import { PlanningThread } from './graph/planning/planning-thread.ts';

export interface GatewayParts extends Omit<DoorParts, 'graph' | 'identity' | 'circuits'> {
  /** The full text, access directives included. */
  readonly supergraphSdl: string;
  /** The way to each subgraph that the supergraph names: in this process or over HTTP. */
  readonly endpoints: Readonly<Record<string, SubgraphEndpoint>>;
  /** Who plans for a supergraph; a thread of its own when nobody says. */
  readonly planning?: GraphOptions['planning'];
}

export interface Gateway extends OpenDoor {
  /** Swaps the supergraph and gives the id of the one that serves now; throws, with everything as it was, when the text is refused. */
  replaceSupergraph(sdl: string): string;
}

/** The graph over its subgraphs, and the door in front of it. */
export function startGateway(parts: GatewayParts): Promise<Gateway> {
  return opening(async (rooms) => {
    const { settings, log } = parts;
    const { identitySubgraph, overrideLabels, tuning } = settings;
    const endpoints = waysFor(settings.forward, parts.endpoints);
    const endpointOf = wayTo(endpoints);
    const circuits = new Circuits();
    const registry = settings.metrics ? (parts.registry ?? processMetrics('gateway')) : undefined;
    const loading = Graph.load({
      sdl: parts.supergraphSdl,
      endpointOf,
      planning: parts.planning ?? ((snapshot) => new PlanningThread(snapshot, log)),
      log,
      circuits,
      observer: registry && new GraphMetrics(registry),
      overrides: (label) => overrideLabels.includes(label),
      tuning,
      cookiesFrom: settings.cookieSubgraphs,
    });
    const graph = rooms.add(await loading);
    const identity = circuits.guard(identitySubgraph, endpointOf({ name: identitySubgraph }));
    const door = rooms.add(await openDoor({ ...parts, endpoints, registry, graph, identity, circuits }));
    return { ...door, replaceSupergraph: (sdl) => graph.replace(sdl).id };
  });
}

/** By the name of a subgraph; throws where there is none. */
function wayTo(endpoints: GatewayParts['endpoints']): (subgraph: { readonly name: string }) => SubgraphEndpoint {
  return ({ name }) => {
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
    if (!endpoint) throw new Error(`the supergraph names the subgraph ${name}, and there is no way to it`);
    return endpoint;
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
