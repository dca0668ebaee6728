/** What a board counts over. Weeks begin on Monday and months on the first, both at 00:00 UTC of business time. */
export const BOARD_PERIODS = ['ALL_TIME', 'MONTH', 'WEEK'] as const;
export type BoardPeriod = (typeof BOARD_PERIODS)[number];

/**
 * Levels of the histogram by which ranks are counted: a bucket of grain g is 2^g points wide. Finest first; 0 is one row per score. Few of
 * them, because a rank reads at most 256 rows of each of the finer ones, and every gain changes them all. They stand in the database too: whoever
 * changes them writes a migration of `board_count` and `board_above`.
 */
export const GRAINS = [0, 8, 16] as const;

/** How many places of a board make its top, which everybody may follow live. */
export const TOP_PLACES = 100;

/** The rows above and below oneself in the window around me. */
export const AROUND = 5;

/** The key of the XP board of the period in which an instant lies: `xp`, `xp:2026-01`, `xp:w2026-01-05` (the week by its Monday). */
export function boardKey(period: BoardPeriod, at: Date): string {
  switch (period) {
    case 'ALL_TIME':
      return 'xp';
    case 'MONTH':
      return `xp:${at.toISOString().slice(0, 7)}`;
    case 'WEEK':
      return `xp:w${weekOf(at)}`;
  }
}

/** Every board that XP of an instant counts on. */
export const boardsAt = (at: Date): string[] => BOARD_PERIODS.map((period) => boardKey(period, at));

/** Instead of a cohort: all of them. */
export const EVERYBODY = 0;

/** Those who began to play in the same month (UTC), by its number since the year 0: 2026-01 is 24312. Fixed for a player. */
export const cohortOf = (joinedAt: Date): number => joinedAt.getUTCFullYear() * 12 + joinedAt.getUTCMonth();

/** The rows of a board that are ranked among each other: all, or those of one cohort. */
export interface Board {
  readonly key: string;
  /** `EVERYBODY`, or a month as `cohortOf` numbers it. */
  readonly cohort: number;
}

/** The Monday (UTC) of the week in which an instant lies: `2026-01-05`. */
export function weekOf(at: Date): string {
  const monday = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  return monday.toISOString().slice(0, 10);
}

/** The Monday after a Monday. */
export function weekAfter(week: string): string {
  return new Date(Date.parse(`${week}T00:00:00Z`) + 7 * 86_400_000).toISOString().slice(0, 10);
}

/** How many players stand strictly above the first row of a stretch, and how many at its score or above. */
export interface Counted {
  readonly above: number;
  readonly atLeast: number;
}

/**
 * The ranks of a stretch of consecutive rows in the order of the board: rank = 1 + number of players strictly above (competition ranking:
 * 1, 2, 2, 4). Only the first row has to be counted: below its score every row stands where the row before it says.
 */
export function ranked<Row extends { readonly score: number }>(
  rows: readonly Row[],
  counted: Counted,
): (Row & { rank: number })[] {
  const lower = rows.findIndex(({ score }) => score !== rows[0]!.score);
  const answer: (Row & { rank: number })[] = [];
  rows.forEach((row, at) => {
    const before = answer[at - 1];
    const rank = !before
      ? counted.above + 1
      : before.score === row.score
        ? before.rank
        : counted.atLeast + 1 + (at - lower);
    answer.push({ ...row, rank });
  });
  return answer;
}
