import type { Log } from '#chassis/log/log';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { Circuits } from '../traffic/circuits.ts';
import type { GraphObserver } from './observer.ts';
import type { LabelChoice } from './plan/override-labels.ts';
import type { Tuning } from './plan/tuning.ts';
import type { Planning } from './planning/planning.ts';
import type { CallLimits } from './run/call.ts';
import type { Waits } from './run/gathering.ts';
import type { Snapshot } from './snapshot.ts';

/** What a graph is made of. */
export interface GraphOptions {
  readonly sdl: string;
  /** The way to a subgraph that the supergraph names; asked again for every supergraph. */
  readonly endpointOf: (subgraph: { readonly name: string; readonly url: string }) => SubgraphEndpoint;
  readonly log: Log;
  readonly limits?: Partial<CallLimits>;
  /** The circuits of the subgraphs, where others ask them too; its own otherwise. They outlive a supergraph. */
  readonly circuits?: Circuits;
  /** Told of every operation. */
  readonly observer?: GraphObserver;
  /** Who plans for a supergraph. The door has a thread for it; without one it is done here, while nothing else is. */
  readonly planning?: (snapshot: Snapshot) => Planning;
  /** Whether a progressive override whose label is no percentage is on for a caller; off when nobody says. */
  readonly overrides?: LabelChoice;
  readonly waits?: Partial<Waits>;
  /** The subgraphs whose cookies reach the client; none when nobody says. */
  readonly cookiesFrom?: readonly string[];
  readonly tuning?: Partial<Tuning>;
}
