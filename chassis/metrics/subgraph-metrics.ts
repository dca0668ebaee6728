import { Gauge, type Registry } from 'prom-client';
import type { Pool } from 'pg';
import type { SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { readBacklog, type Backlog } from './backlog.ts';
import { Counters, Histograms, type HistogramCell } from './cells.ts';
import { SECONDS } from './process-metrics.ts';

/** What one mounted subgraph shows of itself when it is asked. */
export interface Watched {
  readonly name: string;
  /** `requests` and `road`. */
  readonly pools: Readonly<Record<string, Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>>>;
  /** Reads what waits in the database; asked at most once in `BACKLOG_MS`. */
  readonly road: Pool;
  readonly jobSchema: string;
  /** Wall clock: when the tail last read everything there was; undefined while nobody follows it. */
  tailReadAt(): number | undefined;
  /** The business's own figures (see Subgraph.figures). */
  figures(): Readonly<Record<string, number>>;
}

const BACKLOG_MS = 5_000;
type Read = (one: Watched, backlog: Backlog | undefined) => number | undefined;

/** The metrics of every subgraph in this process, on one registry: the label `subgraph` tells them apart. */
export class SubgraphMetrics {
  readonly #registry: Registry;
  readonly #operations: Histograms;
  readonly #jobs: Counters;
  readonly #watched = new Map<string, { one: Watched; backlog: () => Promise<Backlog | undefined> }>();
  readonly #figures = new Set<string>();

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#operations = new Histograms(registry, {
      name: 'subgraph_operation_seconds',
      help: 'Time that an operation took in its subgraph, by kind (query, mutation, event) and outcome (ok, errors, fault).',
      labels: ['subgraph', 'kind', 'outcome'],
      buckets: SECONDS,
    });
    this.#jobs = new Counters(registry, {
      name: 'subgraph_jobs_total',
      help: 'Jobs that ran, by outcome (ok, failed: a failed one is tried again until its attempts are used up).',
      labels: ['subgraph', 'task', 'outcome'],
    });
    this.#pools();
    this.#gauge('subgraph_outbox_unplaced', 'Told events that no relay has looked at yet.', (_, b) => b?.unplaced);
    this.#gauge('subgraph_outbox_unsent', 'Deliveries of events that are still to be made.', (_, b) => b?.unsent);
    this.#gauge('subgraph_outbox_unsent_seconds', 'Age of the oldest of them.', (_, b) => b?.unsentSeconds);
    this.#gauge('subgraph_inbox_ready', 'Aggregates with events to react to.', (_, b) => b?.ready);
    this.#gauge('subgraph_inbox_ready_seconds', 'For how long the oldest has been due.', (_, b) => b?.readySeconds);
    this.#gauge('subgraph_inbox_parked', 'Aggregates that wait for an operator.', (_, b) => b?.parked);
    this.#gauge('subgraph_jobs_queued', 'Jobs that are due.', (_, b) => b?.jobsQueued);
    this.#gauge('subgraph_jobs_queued_seconds', 'For how long the oldest has been due.', (_, b) => b?.jobsSeconds);
    this.#gauge('subgraph_jobs_failed', 'Jobs whose attempts are used up.', (_, b) => b?.jobsFailed);
    this.#gauge('subgraph_tail_seconds', 'Time since the live tail read all there was.', ({ tailReadAt }) => {
      const at = tailReadAt();
      return at === undefined ? undefined : Math.max(0, Date.now() - at) / 1_000;
    });
  }

  /** From now on it is told of; returns the way to end that. */
  watch(one: Watched): () => void {
    this.#watched.set(one.name, { one, backlog: remembered(one) });
    for (const figure of Object.keys(one.figures())) this.#figure(figure);
    return () => void this.#watched.delete(one.name);
  }

  /** An endpoint that is timed. */
  timed(name: string, endpoint: SubgraphEndpoint): SubgraphEndpoint {
    const cells = (kind: string) => ({
      ok: this.#operations.cell(name, kind, 'ok'),
      errors: this.#operations.cell(name, kind, 'errors'),
      fault: this.#operations.cell(name, kind, 'fault'),
    });
    const [query, mutation] = [cells('query'), cells('mutation')];
    const opened = new Map(
      [true, false].map((ok) => [ok, this.#operations.cell(name, 'subscribe', ok ? 'ok' : 'errors')]),
    );
    return {
      async execute(call) {
        const began = performance.now();
        const own = call.query.startsWith('mutation') ? mutation : query;
        return timing(
          began,
          own,
          await endpoint.execute(call).catch((fault: unknown) => failing(began, own.fault, fault)),
        );
      },
      async subscribe(call) {
        const began = performance.now();
        const outcome = await endpoint.subscribe(call);
        opened.get(Symbol.asyncIterator in outcome)!.observe((performance.now() - began) / 1_000);
        return outcome;
      },
    };
  }

  /** Counts the jobs of one task. */
  async job(name: string, task: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#jobs.cell(name, task, 'ok').add();
    } catch (fault) {
      this.#jobs.cell(name, task, 'failed').add();
      throw fault;
    }
  }

  #pools(): void {
    const gauge: Gauge = new Gauge({
      name: 'subgraph_pg_connections',
      help: 'Connections to PostgreSQL by pool (requests, road) and state; `waiting` are requests for one that is not there.',
      labelNames: ['subgraph', 'pool', 'state'],
      registers: [this.#registry],
      collect: () => {
        gauge.reset();
        for (const [subgraph, { one }] of this.#watched)
          for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(one.pools)) {
            gauge.set({ subgraph, pool, state: 'busy' }, totalCount - idleCount);
            gauge.set({ subgraph, pool, state: 'idle' }, idleCount);
            gauge.set({ subgraph, pool, state: 'waiting' }, waitingCount);
          }
      },
    });
  }

  #gauge(name: string, help: string, read: Read): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: ['subgraph'],
      registers: [this.#registry],
      collect: async () => {
        gauge.reset(); // what cannot be read is absent, not zero
        for (const [subgraph, { one, backlog }] of this.#watched) {
          const value = read(one, await backlog());
          if (value !== undefined) gauge.set({ subgraph }, value);
        }
      },
    });
  }

  #figure(name: string): void {
    if (this.#figures.has(name)) return;
    this.#figures.add(name);
    this.#gauge(name, 'A figure of the business itself: see its subgraph.', ({ figures }) => figures()[name]);
  }
}

interface Own {
  readonly ok: HistogramCell;
  readonly errors: HistogramCell;
  readonly fault: HistogramCell;
}

function timing(began: number, own: Own, result: SubgraphResult): SubgraphResult {
  (result.errors?.length ? own.errors : own.ok).observe((performance.now() - began) / 1_000);
  return result;
}

function failing(began: number, cell: HistogramCell, fault: unknown): never {
  cell.observe((performance.now() - began) / 1_000);
  throw fault;
}

/** However often and by however many it is scraped, the database is asked once in a while; while it cannot be, there is no figure. */
function remembered({ road, jobSchema }: Watched): () => Promise<Backlog | undefined> {
  let last: { readonly at: number; readonly backlog: Promise<Backlog | undefined> } | undefined;
  return () => {
    if (!last || performance.now() - last.at > BACKLOG_MS)
      last = { at: performance.now(), backlog: readBacklog(road, jobSchema).catch(() => undefined) };
    return last.backlog;
  };
}
