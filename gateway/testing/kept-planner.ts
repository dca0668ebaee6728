import { afterAll } from '@jest/globals';
import type { QueryPlan } from '@apollo/query-planner';
import type { Log } from '#chassis/log/log';
import { PlanningThread } from '../graph/planning/planning-thread.ts';
import type { Planning, ToPlan } from '../graph/planning/planning.ts';
import type { Snapshot } from '../graph/snapshot.ts';

/** Threads that wait for another door on their supergraph, by its text. */
const kept = new Map<string, PlanningThread>();

let over = false;

afterAll(async () => {
  over = true; // doors of the file may stop after this
  for (const thread of kept.values()) await thread.stop();
  kept.clear();
});

/**
 * Plans in a thread, as the door does by itself, which the next door of the file takes over when this one stopped with nothing to plan: to
 * start one takes longer than most tests. One that is stopped in the middle of something, or whose supergraph is replaced, ends as it would.
 */
export function keptPlanner(log: Log): (snapshot: Snapshot) => Planning {
  return (snapshot) => new KeptPlanner(snapshot, log);
}

class KeptPlanner implements Planning {
  readonly #sdl: string;
  readonly #thread: PlanningThread;
  #planning = 0;
  #retired = false;

  constructor(snapshot: Snapshot, log: Log) {
    this.#sdl = snapshot.sdl;
    this.#thread = kept.get(snapshot.sdl) ?? new PlanningThread(snapshot, log);
    kept.delete(snapshot.sdl); // nobody else's meanwhile
  }

  async plan(what: ToPlan): Promise<QueryPlan> {
    this.#planning++;
    try {
      return await this.#thread.plan(what);
    } finally {
      this.#planning--;
    }
  }

  retire(): void {
    this.#retired = true;
    this.#thread.retire();
  }

  async stop(): Promise<void> {
    if (this.#retired || this.#planning > 0 || over || kept.has(this.#sdl)) return this.#thread.stop();
    kept.set(this.#sdl, this.#thread);
  }
}
