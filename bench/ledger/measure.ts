import { readdirSync, readFileSync } from 'node:fs';

export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Node and PostgreSQL together, user and system, per transfer; NaN where there is no /proc. */
  readonly cpuUs: number;
  /** Of that, Node's. */
  readonly nodeUs: number;
}

/** `callers` loop over `operation` for a time; what began before its end counts, with the time until it was answered. */
export async function measure(
  operation: () => Promise<void>,
  { callers, ms, postmaster }: { callers: number; ms: number; postmaster: number },
): Promise<Figures> {
  const latencies: number[] = [];
  const [cpu, server, start] = [process.cpuUsage(), serverCpuMs(postmaster), performance.now()];
  const end = start + ms;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (;;) {
        const began = performance.now();
        if (began >= end) return;
        await operation();
        latencies.push(performance.now() - began);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const sorted = latencies.sort((a, b) => a - b);
  const nodeUs = (user + system) / sorted.length;
  return {
    perSecond: sorted.length / seconds,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)]!,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)]!,
    nodeUs,
    cpuUs: nodeUs + ((serverCpuMs(postmaster) - server) * 1000) / sorted.length,
  };
}

/** CPU of PostgreSQL so far: the postmaster, its children, and those that it has buried. Clock ticks are 10 ms on Linux. */
function serverCpuMs(postmaster: number): number {
  try {
    const ticks = (pid: number | string, fields: readonly number[]): number => {
      const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      if (pid !== postmaster && Number(after[1]) !== postmaster) return 0;
      return fields.reduce((sum, field) => sum + Number(after[field - 3]), 0);
    };
    let sum = ticks(postmaster, [14, 15, 16, 17]);
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== postmaster)) {
      try {
        sum += ticks(pid, [14, 15]);
      } catch {
        // it ended meanwhile
      }
    }
    return sum * 10;
  } catch {
    return Number.NaN;
  }
}
