import { addDays, dayAt, daysBetween, endOfDay, nextDay, type DayZone } from './local-day.ts';

/** LOGIN: was there. ACTIVITY: did something of one's own that is worth XP. */
export type StreakKind = 'LOGIN' | 'ACTIVITY';
export const STREAK_KINDS: readonly StreakKind[] = ['LOGIN', 'ACTIVITY'];

/** A day that counts, by the zone that was in force then; a later change of the zone does not touch it. */
export interface StreakDay extends DayZone {
  readonly day: string;
  /** The first instant on it. */
  readonly at: Date;
}

/** What stands in for a day without anything: it keeps a streak alive and does not make it longer. */
export type CoverBy = 'FREEZE' | 'PAUSE' | 'REPAIR';

export interface Run {
  readonly startedOn: string;
  readonly lastDay: string;
  /** The days that count; covered ones are not among them. */
  readonly days: number;
}

/** Why a streak ended: the days that nothing covered, in the zone that held on the day before them. */
export interface Gap {
  readonly before: Run;
  readonly missed: readonly string[];
  readonly zone: string;
}

export interface Streaks {
  readonly runs: readonly Run[];
  readonly gaps: readonly Gap[];
}

/** Freezes that one may hold; one is earned by every seventh day of the login streak. */
export const MOST_FREEZES = 2;
export const FREEZE_EVERY = 7;
/** Shorter streaks are not worth a freeze, and nobody needs to hear that they broke. */
const WORTH_KEEPING = 2;

/** The lengths that are told. */
export const TOLD_LENGTHS: readonly number[] = [7, 30, 100, 365];

/** The streaks in a set of distinct days, in ascending order: a pure function of the days and of what covers others. */
export function streaksOf(days: readonly StreakDay[], covered: ReadonlySet<string>): Streaks {
  const runs: Run[] = [];
  const gaps: Gap[] = [];
  for (const [i, day] of days.entries()) {
    const run = runs.at(-1);
    if (!run) {
      runs.push({ startedOn: day.day, lastDay: day.day, days: 1 });
      continue;
    }
    const missed = missedBetween(days[i - 1]!, day).filter((date) => !covered.has(date));
    if (missed.length === 0) {
      runs[runs.length - 1] = { ...run, lastDay: day.day, days: run.days + 1 };
    } else {
      gaps.push({ before: run, missed, zone: days[i - 1]!.zone });
      runs.push({ startedOn: day.day, lastDay: day.day, days: 1 });
    }
  }
  return { runs, gaps };
}

/**
 * The dates between two days that count. Who flies east loses hours of the calendar: as many dates as the new zone is ahead of the old one at
 * that moment are no missed days (the grace is the zone delta).
 */
function missedBetween(earlier: StreakDay, later: StreakDay): string[] {
  const between = Math.max(0, daysBetween(earlier.day, later.day) - 1);
  const grace = Math.max(0, daysBetween(dayAt(later.at, earlier), later.day));
  return Array.from({ length: between }, (_, i) => addDays(earlier.day, i + 1)).slice(grace);
}

export interface Pause {
  readonly firstDay: string;
  readonly lastDay: string;
}

/** What a player has against a missed day. */
export interface Protection {
  readonly covered: ReadonlySet<string>;
  readonly pauses: readonly Pause[];
  readonly freezes: number;
}

export interface Settlement {
  readonly covers: readonly { readonly day: string; readonly by: 'FREEZE' | 'PAUSE' }[];
  /** The day that broke the streak and those after it, a month at most; empty while the streak lives. */
  readonly missed: readonly string[];
  /** When the next day will have been missed. */
  readonly dueAt: Date;
}

const MOST_MISSED = 31;

/**
 * Looks at the days after the last one that counted, as far as they are over: a planned pause covers them first, then a freeze, and the first
 * uncovered one breaks the streak. A day is over when it is over both where the player was and where the player is now.
 */
export function settle(last: StreakDay, run: Run, zoneNow: DayZone, asOf: Date, protection: Protection): Settlement {
  const covers: { day: string; by: 'FREEZE' | 'PAUSE' }[] = [];
  const missed: string[] = [];
  let freezes = run.days >= WORTH_KEEPING ? protection.freezes : 0;
  for (let day = nextDay(last.day); ; day = nextDay(day)) {
    const dueAt = later(endOfDay(day, last), endOfDay(day, zoneNow));
    if (protection.covered.has(day)) continue;
    if (asOf < dueAt || missed.length === MOST_MISSED) return { covers, missed, dueAt };
    if (missed.length > 0) missed.push(day);
    else if (protection.pauses.some(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay))
      covers.push({ day, by: 'PAUSE' });
    else if (freezes-- > 0) covers.push({ day, by: 'FREEZE' });
    else missed.push(day);
  }
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);

export const isWorthTelling = (run: Run): boolean => run.days >= WORTH_KEEPING;

/** The lengths up to this one at which something happens: a freeze, or that it is told. */
export function lengthsUpTo(days: number): number[] {
  return Array.from({ length: days }, (_, i) => i + 1).filter(
    (length) => length % FREEZE_EVERY === 0 || TOLD_LENGTHS.includes(length),
  );
}
