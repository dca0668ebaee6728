import { addDays, daysBetween } from './local-day.ts';

/** A week (Monday to Sunday) or a month of a player's own calendar, and what being active in it is worth. */
export interface ActiveWindow {
  readonly kind: 'WEEKLY_ACTIVE' | 'PERFECT_WEEK' | 'MONTHLY_ACTIVE' | 'PERFECT_MONTH';
  readonly firstDay: string;
  readonly lastDay: string;
  /** The days with something of one's own that it takes. */
  readonly needed: number;
}

const ACTIVE_DAYS_OF_WEEK = 5;
const ACTIVE_DAYS_OF_MONTH = 20;

/** The windows that a day lies in. */
export function windowsOf(day: string): ActiveWindow[] {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  const monday = addDays(day, -weekday);
  const week = { firstDay: monday, lastDay: addDays(monday, 6) };
  const first = `${day.slice(0, 7)}-01`;
  const nextMonth = `${addDays(first, 31).slice(0, 7)}-01`;
  const month = { firstDay: first, lastDay: addDays(nextMonth, -1) };
  return [
    { kind: 'WEEKLY_ACTIVE', ...week, needed: ACTIVE_DAYS_OF_WEEK },
    { kind: 'PERFECT_WEEK', ...week, needed: 7 },
    { kind: 'MONTHLY_ACTIVE', ...month, needed: ACTIVE_DAYS_OF_MONTH },
    { kind: 'PERFECT_MONTH', ...month, needed: daysBetween(first, nextMonth) },
  ];
}

/** Whole years since somebody joined, by the calendar; who joined on 29 February is a year older on 1 March. */
export function yearsSince(joinedOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(joinedOn.slice(0, 4));
  return day.slice(5) >= joinedOn.slice(5) ? years : years - 1;
}
