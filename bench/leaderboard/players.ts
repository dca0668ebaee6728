/** The nth player of a bench, the same in TypeScript and in `PLAYER_SQL`. */
export const playerId = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const PLAYER_SQL = "('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid";

/** They began to play in one of so many months, one after the other in turn. */
const COHORTS = 24;
export const joinedAt = (n: number): Date => new Date(Date.UTC(2024, n % COHORTS, 15));
/** As `cohortOf(joinedAt(n))` says it. */
export const COHORT_SQL = `(2024 * 12 + n % ${COHORTS})`;
