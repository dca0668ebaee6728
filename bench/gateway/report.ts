import type { Cell, Figures } from './cells.ts';
import { keyOf } from './cells.ts';
import type { Workload } from './workloads.ts';

/** Every round of every cell; a ratio is of two contenders in one round, and the middle round counts. */
export class Book {
  readonly #rounds = new Map<string, Figures[]>();

  keep = (cell: Cell, figures: Figures): void => {
    const key = keyOf(cell);
    const known = this.#rounds.get(key);
    if (known) known.push(figures);
    else this.#rounds.set(key, [figures]);
  };

  /** The middle round by CPU time. */
  middle(cell: Cell): Figures | undefined {
    const rounds = this.#rounds.get(keyOf(cell))?.toSorted((a, b) => a.cpuMs - b.cpuMs) ?? [];
    return rounds[Math.floor(rounds.length / 2)];
  }

  ratio(
    workload: Workload,
    connections: number,
    ours: string,
    theirs: string,
    of: (figures: Figures) => number,
  ): number {
    const [a, b] = [ours, theirs].map(
      (contender) => this.#rounds.get(keyOf({ contender, workload, connections })) ?? [],
    );
    const ratios = a!.map((figures, round) => (b![round] ? of(figures) / of(b![round]) : NaN)).sort((x, y) => x - y);
    return ratios[Math.floor(ratios.length / 2)] ?? NaN;
  }
}

export interface Claim {
  readonly says: string;
  readonly value: number;
  readonly most: number;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export const HEAD = ['contender', 'CPU ms/op', 'op/s', 'p50 ms', 'p99 ms', 'peak RSS MB', 'fetches/op', 'bytes up/op'];

export function rowOf(name: string, figures: Figures | undefined): readonly string[] {
  if (!figures) return [name, ...HEAD.slice(1).map(() => '-')];
  const { cpuMs, perSecond, p50Ms, p99Ms, peakMb, fetches, upstreamBytes } = figures;
  return [
    name,
    cpuMs.toFixed(2),
    String(Math.round(perSecond)),
    p50Ms.toFixed(1),
    p99Ms.toFixed(1),
    String(peakMb),
    fetches.toFixed(2),
    String(Math.round(upstreamBytes)),
  ];
}

export function claimsTable(claims: readonly Claim[]): string {
  return table(
    ['claim', 'measured', 'at most', ''],
    claims.map(({ says, value, most }) => [
      says,
      value.toFixed(2),
      String(most),
      value <= most ? 'holds' : '**does not hold**',
    ]),
  );
}
