import type { Clock } from '#kernel/clock';
import type { CommitterLane } from './committer-lane.ts';
import type { SealingKeys } from './sealing-keys.ts';

/** What the buz subgraph needs from outside; subgraph.ts makes it of the settings. */
export interface BuzPorts {
  /** Settles commands of many callers in one transaction. */
  readonly lane: CommitterLane;
  readonly sealing: SealingKeys;
  /** The wall clock: when a job is looked at again has nothing to do with business time. */
  readonly wall: Clock;
}
