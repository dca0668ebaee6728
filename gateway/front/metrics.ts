import { Gauge, Registry } from 'prom-client';
import { Counters, Histograms, type CounterCell, type HistogramCell } from '#chassis/metrics/cells';
import { SECONDS } from '#chassis/metrics/process-metrics';
import { KnownNames } from '../observe/known-names.ts';

/** How an operation came to this door. */
export type MetricRoad = 'http' | 'socket' | 'sse' | 'multipart';

/** What else is known of an operation when it has ended. */
export interface About {
  /** What the client called it. */
  readonly operation?: string | undefined;
  /** What the client calls itself. */
  readonly client?: string | undefined;
  readonly seconds?: number;
}

export interface MetricNames {
  /** Of the registered operations. */
  readonly operations: Iterable<string>;
  /** How many others are told apart: none where only registered operations are served. */
  readonly strangers: number;
}

/** A client calls itself whatever it wants: so many are told apart. */
const CLIENTS = 20;

/** What this door counts; `/metrics` prints it. Labels come from bounded sets, and what is counted often is found once. */
export class Metrics {
  readonly registry: Registry;
  readonly #operations: Counters;
  readonly #durations: Histograms;
  readonly #answers: Histograms;
  readonly #names: KnownNames;
  readonly #clients = new KnownNames([], CLIENTS);
  readonly #counted = new Map<string, Map<string, Counted>>();
  readonly #answered = new Map<string, HistogramCell>();

  constructor(names: MetricNames, registry = new Registry()) {
    this.registry = registry;
    this.#names = new KnownNames(names.operations, names.strangers);
    this.#operations = new Counters(registry, {
      name: 'gateway_operations_total',
      help: 'Operations by name, client, kind, road and outcome (ok, or the code of the first error; `refused` is a kind: it never ran).',
      labels: ['operation', 'client', 'kind', 'road', 'outcome'],
    });
    this.#durations = new Histograms(registry, {
      name: 'gateway_operation_seconds',
      help: 'Time from the arrival of a query or mutation to its answer.',
      labels: ['operation', 'kind', 'road'],
      buckets: SECONDS,
    });
    this.#answers = new Histograms(registry, {
      name: 'gateway_http_seconds',
      help: 'Time from the first byte of a request to its answer.',
      labels: ['route', 'status'],
      buckets: SECONDS,
    });
  }

  /** Operations that were registered since. */
  registered(names: Iterable<string>): void {
    this.#names.add(names);
  }

  /** Adds a figure that is looked up whenever somebody reads them. */
  gauge(name: string, help: string, value: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect: () => gauge.set(value()) });
  }

  operation(road: MetricRoad, kind: string, outcome: string, about: About = {}): void {
    const { counter, duration } = this.#of(this.#names.of(about.operation), road, kind, outcome, about.client);
    counter.add();
    if (about.seconds !== undefined) duration?.observe(about.seconds);
  }

  answered(route: string, status: number, seconds: number): void {
    const key = `${status} ${route}`;
    let cell = this.#answered.get(key);
    if (cell === undefined) this.#answered.set(key, (cell = this.#answers.cell(route, String(status))));
    cell.observe(seconds);
  }

  #of(operation: string, road: MetricRoad, kind: string, outcome: string, calledItself: string | undefined): Counted {
    const client = this.#clients.of(calledItself);
    let own = this.#counted.get(operation);
    if (own === undefined) this.#counted.set(operation, (own = new Map()));
    const key = `${road} ${kind} ${outcome} ${client}`;
    let counted = own.get(key);
    if (counted === undefined) {
      const counter = this.#operations.cell(operation, client, kind, road, outcome);
      // what was refused, and the opening of a stream, would make answers look faster than they are
      const isAnswer = kind === 'query' || kind === 'mutation';
      const duration = isAnswer ? this.#durations.cell(operation, kind, road) : undefined;
      own.set(key, (counted = { counter, duration }));
    }
    return counted;
  }
}

interface Counted {
  readonly counter: CounterCell;
  readonly duration: HistogramCell | undefined;
}
