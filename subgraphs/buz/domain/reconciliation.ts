/** What a reconciliation compares, in this order. */
export const CHECKS = ['ENTRIES', 'ACCOUNTS', 'HOLDS', 'CAP', 'BLOCKS', 'UNSEALED'] as const;
export type Check = (typeof CHECKS)[number];

/** Something that does not agree. */
export interface Finding {
  /** Where: an account and version, a block, a transfer. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

/** What one bounded step of a check saw. */
export interface Slice {
  readonly checked: number;
  readonly findings: readonly Finding[];
  /** Where the next step of this check begins; null at its end. */
  readonly next: readonly string[] | null;
}

export interface CheckCount {
  readonly checked: number;
  readonly differences: number;
}
export type CheckCounts = Readonly<Partial<Record<Check, CheckCount>>>;

/** A run where it stands: `check` is null when it has ended. */
export interface Progress {
  readonly check: Check | null;
  readonly cursor: readonly string[] | null;
  readonly counts: CheckCounts;
}

export const BEGINNING: Progress = { check: CHECKS[0], cursor: null, counts: {} };

/** Where a run stands after one more step. */
export function advanced({ check, counts }: Progress, slice: Slice): Progress {
  if (!check) throw new Error('The run has ended.');
  const { checked = 0, differences = 0 } = counts[check] ?? {};
  const count = { checked: checked + slice.checked, differences: differences + slice.findings.length };
  const goesOn = slice.next !== null;
  return {
    check: goesOn ? check : (CHECKS[CHECKS.indexOf(check) + 1] ?? null),
    cursor: slice.next,
    counts: { ...counts, [check]: count },
  };
}

export function differencesOf(counts: CheckCounts): number {
  return Object.values(counts).reduce((sum, { differences }) => sum + differences, 0);
}

const FROM_HOUR = 3;

/** The business day (UTC) whose nightly run is due at `now`: from 03:00 on. */
export function nightDue(now: Date): string | null {
  return now.getUTCHours() >= FROM_HOUR ? now.toISOString().slice(0, 10) : null;
}
