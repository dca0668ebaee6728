import type { Metric, MetricObject, Registry } from 'prom-client';

/** Counts one thing with one set of labels. Keep it, and add to it: a branch and an addition, where a lookup by labels costs a microsecond. */
export interface CounterCell {
  add(by?: number): void;
}

export interface HistogramCell {
  observe(value: number): void;
}

interface Described {
  /** `..._total` for counters, with its unit before it. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly metricName?: string;
}

/** The cells of one metric, each found by its label values once. Values come from a set that is bounded: nothing is ever forgotten. */
class Cells<Cell> {
  readonly all: { readonly values: readonly string[]; readonly cell: Cell }[] = [];
  readonly #known = new Map<string, Cell>();
  readonly #make: () => Cell;

  constructor(make: () => Cell) {
    this.#make = make;
  }

  of(values: readonly string[]): Cell {
    const key = values.join('\u0000');
    let cell = this.#known.get(key);
    if (cell === undefined) {
      this.#known.set(key, (cell = this.#make()));
      this.all.push({ values, cell });
    }
    return cell;
  }
}

export class Counters {
  readonly #cells = new Cells(() => new Count());

  constructor(registry: Registry, described: Described) {
    register(registry, described, 'counter', () =>
      this.#cells.all.map(({ values, cell }) => ({ value: cell.count, labels: named(described.labels, values) })),
    );
  }

  /** `values` in the order of the labels. */
  cell(...values: string[]): CounterCell {
    return this.#cells.of(values);
  }
}

class Count implements CounterCell {
  count = 0;

  add(by = 1): void {
    this.count += by;
  }
}

export class Histograms {
  readonly #cells: Cells<Buckets>;

  constructor(registry: Registry, described: Described & { readonly buckets: readonly number[] }) {
    const { name, labels, buckets } = described;
    this.#cells = new Cells(() => new Buckets(buckets));
    register(registry, described, 'histogram', () =>
      this.#cells.all.flatMap(({ values, cell }) => cell.samples(name, named(labels, values))),
    );
  }

  cell(...values: string[]): HistogramCell {
    return this.#cells.of(values);
  }
}

class Buckets implements HistogramCell {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    let at = 0;
    while (at < this.#bounds.length && value > this.#bounds[at]!) at++;
    this.#counts[at]!++;
    this.#sum += value;
  }

  samples(name: string, labels: Record<string, string>): Sample[] {
    let count = 0;
    const samples: Sample[] = [];
    this.#counts.forEach((more, at) => {
      count += more;
      const le = at < this.#bounds.length ? String(this.#bounds[at]) : '+Inf';
      samples.push({ value: count, labels: { ...labels, le }, metricName: `${name}_bucket` });
    });
    samples.push({ value: this.#sum, labels, metricName: `${name}_sum` });
    samples.push({ value: count, labels, metricName: `${name}_count` });
    return samples;
  }
}

function named(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, at) => [name, values[at]!]));
}

/** What a registry asks of a metric is that it can be got. */
function register(registry: Registry, { name, help }: Described, type: string, samples: () => Sample[]): void {
  const get = async (): Promise<MetricObject> => ({ name, help, type, aggregator: 'sum', values: samples() }) as never;
  registry.registerMetric({ name, help, get, reset: () => undefined } as unknown as Metric);
}
