import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What this door counts; `/metrics` prints it. */
export class Metrics {
  readonly registry = new Registry();
  private readonly operations = new Counter({
    name: 'gateway_operations_total',
    help: 'Operations by road, kind and outcome (ok, partial, or the code of the first error).',
    labelNames: ['road', 'kind', 'outcome'] as const,
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: 'gateway_http_seconds',
    help: 'Time from the first byte of a request to its answer.',
    labelNames: ['route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor(gauges: Readonly<Record<string, { help: string; value(): number }>>, process: boolean) {
    if (process) collectDefaultMetrics({ register: this.registry });
    for (const [name, { help, value }] of Object.entries(gauges)) {
      const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect: () => gauge.set(value()) });
    }
  }

  operation(road: 'http' | 'socket' | 'sse' | 'multipart', kind: string, outcome: string): void {
    this.operations.inc({ road, kind, outcome });
  }

  answered(route: string, status: number, seconds: number): void {
    this.seconds.observe({ route, status }, seconds);
  }
}
