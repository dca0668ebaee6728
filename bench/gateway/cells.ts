import { load, post, type Latencies } from './clients.ts';
import { pin, usage, type Running } from './processes.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** One contender under one workload from so many connections. */
export interface Cell {
  readonly contender: string;
  readonly workload: Workload;
  readonly connections: number;
}

export interface Figures extends Latencies {
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly fetches: number;
  readonly upstreamBytes: number;
  readonly peakMb: number;
}

export interface Contender {
  readonly name: string;
  start(): Promise<Running>;
}

export interface Plan {
  readonly workloads: readonly Workload[];
  readonly connections: readonly number[];
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** What the subgraphs have been asked so far. */
export type Counts = () => Promise<{ fetches: number; bytes: number }>;

export const keyOf = ({ contender, workload, connections }: Cell): string =>
  `${contender} | ${workload} | ${connections}`;

/** All cells of one contender in one fresh process, on a CPU of its own. */
export async function measure(
  contender: Contender,
  plan: Plan,
  counts: Counts,
  keep: (cell: Cell, figures: Figures) => void,
) {
  const running = await contender.start();
  try {
    pin(running.pid, 0);
    for (const workload of plan.workloads) {
      const { bodies } = WORKLOADS[workload];
      for (const body of bodies) await post(running.url, body, running.headers); // planned, and remembered by the subgraphs
      for (const connections of plan.connections) {
        const asked = { url: running.url, headers: running.headers, bodies, connections };
        await load({ ...asked, ms: plan.warmUpMs });
        const [cpu, upstream] = [usage(running.pid).cpuMs, await counts()];
        const latencies = await load({ ...asked, ms: plan.measureMs });
        const [after, upstreamAfter] = [usage(running.pid), await counts()];
        keep(
          { contender: contender.name, workload, connections },
          {
            ...latencies,
            cpuMs: (after.cpuMs - cpu) / latencies.operations,
            perSecond: (latencies.operations / latencies.elapsedMs) * 1_000,
            fetches: (upstreamAfter.fetches - upstream.fetches) / latencies.operations,
            upstreamBytes: (upstreamAfter.bytes - upstream.bytes) / latencies.operations,
            peakMb: after.peakMb,
          },
        );
      }
    }
  } finally {
    await running.stop();
  }
}

/** What one client alone makes a contender ask: nobody else's equal reads are there to share. */
export async function alone(running: Running, workload: Workload, counts: Counts) {
  const [body] = WORKLOADS[workload].bodies;
  const answer = await post(running.url, body!, running.headers);
  const before = await counts();
  await post(running.url, body!, running.headers);
  const after = await counts();
  return { answer, fetches: after.fetches - before.fetches, bytes: after.bytes - before.bytes };
}
