import { Gauge, type Registry } from 'prom-client';
import { Counters, Histograms, type CounterCell, type HistogramCell } from '#chassis/metrics/cells';
import { SECONDS } from '#chassis/metrics/process-metrics';
import type {
  Fetching,
  FetchObservation,
  FetchOutcome,
  GraphObserver,
  Planned,
  SubscriptionObservation,
} from '../graph/observer.ts';
import type { DoubtfulPlan } from '../graph/sound/sound-plan.ts';

/** How subscriptions end; whatever else ends one counts as `other`, because a subgraph may invent codes. */
const ENDINGS = new Set(['ok', 'SLOW_READER', 'STREAM_BROKEN', 'RESUME_TOO_OLD', 'SUBSCRIPTION_GONE', 'CANCELLED']);

/** What is counted of one subgraph's fetches of one kind: found once, then only added to. */
interface FetchCells {
  readonly seconds: Map<FetchOutcome, HistogramCell>;
  readonly sent: CounterCell;
  readonly received: CounterCell;
  readonly entities: CounterCell;
  readonly shared: CounterCell;
}

/** Counts what the graph does. Its labels are names of subgraphs and codes of ours: neither grows with what clients send. */
export class GraphMetrics implements GraphObserver {
  readonly #seconds: Histograms;
  readonly #bytes: Counters;
  readonly #entities: Counters;
  readonly #shared: Counters;
  readonly #planHits: CounterCell;
  readonly #planMisses: CounterCell;
  readonly #planning: HistogramCell;
  readonly #slow: CounterCell;
  readonly #doubtful: Counters;
  readonly #events: Counters;
  readonly #ended: Counters;
  readonly #cells = new Map<string, FetchCells>();
  #open = 0;
  #waiting = 0;

  constructor(registry: Registry) {
    const counters = (name: string, help: string, ...labels: string[]) =>
      new Counters(registry, { name, help, labels });
    this.#seconds = new Histograms(registry, {
      name: 'gateway_subgraph_fetch_seconds',
      help: 'Time from asking a subgraph to its answer, a retry included, by kind and outcome (ok, errors, or the code of the fault).',
      labels: ['subgraph', 'kind', 'outcome'],
      buckets: SECONDS,
    });
    this.#bytes = counters('gateway_subgraph_bytes_total', 'Bytes of bodies, over HTTP.', 'subgraph', 'direction');
    this.#entities = counters(
      'gateway_subgraph_entities_total',
      'Entities that were asked for, each once.',
      'subgraph',
    );
    this.#shared = counters(
      'gateway_subgraph_shared_reads_total',
      'Reads that an equal one in flight answered.',
      'subgraph',
    );
    const plans = counters(
      'gateway_plans_total',
      'Plans that were needed: kept already (hit) or made (miss).',
      'cache',
    );
    this.#planHits = plans.cell('hit');
    this.#planMisses = plans.cell('miss');
    this.#planning = new Histograms(registry, {
      name: 'gateway_planning_seconds',
      help: 'Time until a plan that was not kept was there.',
      labels: [],
      buckets: SECONDS,
    }).cell();
    this.#slow = counters('gateway_slow_answers_total', "Answers that Apollo's own shaping had to make.").cell();
    this.#doubtful = counters(
      'gateway_doubtful_plans_total',
      'Plans that asked a subgraph without what it needs: mended (divided, apart) or refused.',
      'mending',
    );
    this.#events = counters('gateway_subscription_events_total', 'Events that were handed to readers.', 'subgraph');
    this.#ended = counters(
      'gateway_subscriptions_ended_total',
      'Subscriptions that ended, by why.',
      'subgraph',
      'code',
    );
    this.#gauge(registry, 'gateway_subscriptions', 'Subscriptions that are followed now.', () => this.#open);
    this.#gauge(
      registry,
      'gateway_subscription_events_waiting',
      'Events that wait for their readers.',
      () => this.#waiting,
    );
  }

  planned({ ms, cached }: Planned): void {
    if (cached) return this.#planHits.add();
    this.#planMisses.add();
    this.#planning.observe(ms / 1_000);
  }

  fetching({ subgraph, kind, entities }: Fetching): FetchObservation {
    const cells = this.#of(subgraph, kind);
    if (entities > 0) cells.entities.add(entities);
    return new Fetch(cells);
  }

  slowPath(): void {
    this.#slow.add();
  }

  doubtful({ mending }: DoubtfulPlan): void {
    this.#doubtful.cell(mending).add();
  }

  subscribed(_operationName: string | undefined, subgraph: string): SubscriptionObservation {
    this.#open++;
    const events = this.#events.cell(subgraph);
    let waiting = 0;
    const wait = (now: number): void => {
      this.#waiting += now - waiting;
      waiting = now;
    };
    return {
      event: () => events.add(),
      waiting: wait,
      ended: (code) => {
        wait(0);
        this.#open--;
        this.#ended.cell(subgraph, ENDINGS.has(code) ? code : 'other').add();
      },
    };
  }

  #of(subgraph: string, kind: string): FetchCells {
    const key = `${kind} ${subgraph}`;
    let cells = this.#cells.get(key);
    if (cells === undefined) {
      cells = {
        seconds: new Map(
          (['ok', 'errors', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_INVALID', 'CANCELLED'] as const).map(
            (outcome) => [outcome, this.#seconds.cell(subgraph, kind, outcome)],
          ),
        ),
        sent: this.#bytes.cell(subgraph, 'sent'),
        received: this.#bytes.cell(subgraph, 'received'),
        entities: this.#entities.cell(subgraph),
        shared: this.#shared.cell(subgraph),
      };
      this.#cells.set(key, cells);
    }
    return cells;
  }

  #gauge(registry: Registry, name: string, help: string, value: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(value()) });
  }
}

class Fetch implements FetchObservation {
  readonly #cells: FetchCells;
  #shared = false;
  readonly #began = performance.now();

  constructor(cells: FetchCells) {
    this.#cells = cells;
  }

  moved(sentBytes: number, receivedBytes: number): void {
    this.#cells.sent.add(sentBytes);
    this.#cells.received.add(receivedBytes);
  }

  shared(): void {
    this.#shared = true;
    this.#cells.shared.add();
  }

  /** The circuits count retries, and those that were not allowed. */
  retried(): void {}

  ended(outcome: FetchOutcome): void {
    // what an equal read answers is no call of the subgraph: it would make it look faster than it is
    if (!this.#shared) this.#cells.seconds.get(outcome)!.observe((performance.now() - this.#began) / 1_000);
  }
}
