import type {
  Fetching,
  FetchObservation,
  FetchOutcome,
  GraphObserver,
  Planned,
  RunningStep,
} from '../graph/observer.ts';

/** One request for a subgraph as it was made, and what it took. */
interface ReportedFetch {
  readonly subgraph: string;
  readonly kind: string;
  readonly query: string;
  readonly entities: number;
  /** Since the graph began with the operation. */
  readonly startedMs: number;
  ms?: number;
  outcome?: FetchOutcome;
  sentBytes?: number;
  receivedBytes?: number;
  /** An equal read in flight brought the answer. */
  shared?: true;
  retries?: number;
}

export interface QueryPlanExtension {
  readonly queryPlan: {
    /** The steps as a tree of lines: each below those that it waits for. */
    readonly text: string;
    readonly planning: { readonly cached: boolean; readonly ms: number } | null;
    readonly steps: readonly RunningStep[];
    readonly fetches: readonly ReportedFetch[];
    /** Apollo's own shaping made the answer. */
    readonly slowAnswer: boolean;
    readonly totalMs: number;
  };
}

/**
 * Listens to one query or mutation and tells how it was run. It names subgraphs and shows what they are asked, which is nothing for strangers:
 * whoever makes one has decided that this caller may see it.
 */
export class PlanReport implements GraphObserver {
  readonly #began = performance.now();
  readonly #fetches: ReportedFetch[] = [];
  #planning: { cached: boolean; ms: number } | null = null;
  #steps: readonly RunningStep[] = [];
  #slow = false;

  planned({ cached, ms }: Planned): void {
    this.#planning = { cached, ms: rounded(ms) };
  }

  running(steps: () => readonly RunningStep[]): void {
    this.#steps = steps();
  }

  fetching({ subgraph, kind, query, entities }: Fetching): FetchObservation {
    const fetch: ReportedFetch = { subgraph, kind, query, entities, startedMs: this.#since() };
    this.#fetches.push(fetch);
    return {
      moved(sentBytes, receivedBytes) {
        fetch.sentBytes = sentBytes;
        fetch.receivedBytes = receivedBytes;
      },
      shared: () => void (fetch.shared = true),
      retried: () => void (fetch.retries = (fetch.retries ?? 0) + 1),
      ended: (outcome) => {
        fetch.ms = rounded(this.#since() - fetch.startedMs);
        fetch.outcome = outcome;
      },
    };
  }

  slowPath(): void {
    this.#slow = true;
  }

  /** For the answer's extensions. */
  told(): QueryPlanExtension {
    return {
      queryPlan: {
        text: textOf(this.#steps),
        planning: this.#planning,
        steps: this.#steps,
        fetches: this.#fetches,
        slowAnswer: this.#slow,
        totalMs: this.#since(),
      },
    };
  }

  #since(): number {
    return rounded(performance.now() - this.#began);
  }
}

const rounded = (ms: number): number => Math.round(ms * 1_000) / 1_000;

function textOf(steps: readonly RunningStep[]): string {
  const depths: number[] = [];
  return steps
    .map(({ subgraph, path, after, operation }, index) => {
      const depth = after.length === 0 ? 0 : 1 + Math.max(...after.map((before) => depths[before] ?? 0));
      depths[index] = depth;
      const place = path.length === 0 ? '' : ` at ${path.join('.')}`;
      const waits = after.length === 0 ? '' : `, after ${after.join(', ')}`;
      return `${'  '.repeat(depth)}${index}: ${subgraph}${place}${waits}: ${operation.replace(/\s+/g, ' ')}`;
    })
    .join('\n');
}
