import { createHash } from 'node:crypto';
import { operationOf, type Contender, type Transport } from './contenders.ts';
import type { Workload } from './subgraphs.ts';

/** One contender in a fresh process: warm-up, then a fixed time under a fixed number of operations in flight. */
export interface Figures {
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  readonly answer: string;
}

const IN_FLIGHT = 8;
const [contender, transport, workload, urls, warmUpMs, measureMs] = process.argv.slice(2) as [
  Contender,
  Transport,
  Workload,
  string,
  string,
  string,
];
const operation = await operationOf(contender, transport, workload, JSON.parse(urls) as Record<string, string>);

const times: number[] = [];
async function load(untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    const startedAt = performance.now();
    await operation();
    times.push(performance.now() - startedAt);
  }
}
const run = async (ms: number) => {
  times.length = 0;
  const until = performance.now() + ms;
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => load(until)));
};

await run(Number(warmUpMs));
const before = process.cpuUsage();
const startedAt = performance.now();
await run(Number(measureMs));
const elapsedMs = performance.now() - startedAt;
const cpu = process.cpuUsage(before);
times.sort((a, b) => a - b);
const figures: Figures = {
  cpuMs: (cpu.user + cpu.system) / 1_000 / times.length,
  p50Ms: times[Math.floor(times.length / 2)]!,
  p99Ms: times[Math.floor(times.length * 0.99)]!,
  perSecond: (times.length / elapsedMs) * 1_000,
  answer: createHash('sha256')
    .update(sorted(await operation()))
    .digest('hex')
    .slice(0, 8),
};
process.send?.(figures, () => process.exit(0));

/** The executors order keys differently; the answers must be equal otherwise. */
function sorted(text: string): string {
  return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
