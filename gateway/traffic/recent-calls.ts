const SLICES = 10;

interface Slice {
  index: number;
  calls: number;
  failures: number;
  retries: number;
}

/** What happened in the last while, in slices: old ones fall out one by one, so that no figure jumps to nothing at a boundary. */
export class RecentCalls {
  readonly #sliceMs: number;
  readonly #slices: Slice[] = Array.from({ length: SLICES }, () => ({ index: -1, calls: 0, failures: 0, retries: 0 }));

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / SLICES;
  }

  count(what: 'calls' | 'failures' | 'retries', nowMs: number): void {
    const index = Math.floor(nowMs / this.#sliceMs);
    const slice = this.#slices[index % SLICES]!;
    if (slice.index !== index) Object.assign(slice, { index, calls: 0, failures: 0, retries: 0 });
    slice[what]++;
  }

  sum(nowMs: number): { calls: number; failures: number; retries: number } {
    const oldest = Math.floor(nowMs / this.#sliceMs) - SLICES + 1;
    const sum = { calls: 0, failures: 0, retries: 0 };
    for (const { index, calls, failures, retries } of this.#slices) {
      if (index < oldest) continue;
      sum.calls += calls;
      sum.failures += failures;
      sum.retries += retries;
    }
    return sum;
  }

  forget(): void {
    for (const slice of this.#slices) slice.index = -1;
  }
}
