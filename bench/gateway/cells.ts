import { load, post, type Loaded } from './clients.ts';
import { pin, usage, type Running } from './processes.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** One contender under one workload from so many connections. */
export interface Cell {
  readonly contender: string;
  readonly workload: Workload;
  readonly connections: number;
}

export interface Figures {
  readonly p50Ms: number;
  readonly p99Ms: number;
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
  /** How often each contender has its turn, and for how long. */
  readonly turns: number;
  readonly turnMs: number;
}

/** What the subgraphs have been asked so far. */
export type Counts = () => Promise<{ fetches: number; bytes: number }>;

export const keyOf = ({ contender, workload, connections }: Cell): string =>
  `${contender} | ${workload} | ${connections}`;

/**
 * One round: every contender in a fresh process, all of them up at once and each in its turn alone under load, over and over, so that
 * whatever else the machine does meets them alike.
 */
export async function measure(
  contenders: readonly Contender[],
  plan: Plan,
  counts: Counts,
  keep: (cell: Cell, figures: Figures) => void,
): Promise<void> {
  const running: [Contender, Running][] = [];
  try {
    for (const contender of contenders) {
      const begun = await contender.start();
      running.push([contender, begun]);
      pin(begun.pid, 0);
    }
    for (const workload of plan.workloads) {
      for (const connections of plan.connections) {
        const turns = running.map(([{ name }, where]) => ({ name, where, tally: new Tally() }));
        for (const { where } of turns) await warmUp(where, workload, connections, plan.warmUpMs);
        for (let turn = 0; turn < plan.turns; turn++)
          for (const { where, tally } of turns)
            await tally.take(where, counts, () => ask(where, workload, connections, plan.turnMs));
        for (const { name, tally } of turns) keep({ contender: name, workload, connections }, tally.figures());
      }
    }
  } finally {
    for (const [, { stop }] of running) await stop();
  }
}

const ask = ({ url, headers }: Running, workload: Workload, connections: number, ms: number): Promise<Loaded> =>
  load({ url, headers, bodies: WORKLOADS[workload].bodies, connections, ms });

async function warmUp(where: Running, workload: Workload, connections: number, ms: number): Promise<void> {
  for (const body of WORKLOADS[workload].bodies) await post(where.url, body, where.headers); // planned, and remembered by the subgraphs
  await ask(where, workload, connections, ms);
}

/** What the turns of one contender come to. */
class Tally {
  readonly #timesMs: number[] = [];
  #elapsedMs = 0;
  #cpuMs = 0;
  #fetches = 0;
  #bytes = 0;
  #peakMb = 0;

  async take({ pid }: Running, counts: Counts, turn: () => Promise<Loaded>): Promise<void> {
    const [before, upstream] = [usage(pid), await counts()];
    const { timesMs, elapsedMs } = await turn();
    const [after, upstreamAfter] = [usage(pid), await counts()];
    this.#timesMs.push(...timesMs);
    this.#elapsedMs += elapsedMs;
    this.#cpuMs += after.cpuMs - before.cpuMs;
    this.#fetches += upstreamAfter.fetches - upstream.fetches;
    this.#bytes += upstreamAfter.bytes - upstream.bytes;
    this.#peakMb = after.peakMb;
  }

  figures(): Figures {
    const times = this.#timesMs.toSorted((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
    return {
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      cpuMs: this.#cpuMs / times.length,
      perSecond: (times.length / this.#elapsedMs) * 1_000,
      fetches: this.#fetches / times.length,
      upstreamBytes: this.#bytes / times.length,
      peakMb: this.#peakMb,
    };
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
