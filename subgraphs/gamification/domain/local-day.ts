/** Where a player's days begin: an IANA zone, and the hour (0 to 6) at which the day turns for somebody who is up late. */
export interface DayZone {
  readonly zone: string;
  readonly dayStartHour: number;
}

/** For players who have not said where they are. */
export const UTC_DAYS: DayZone = { zone: 'UTC', dayStartHour: 0 };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const IANA = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, era: 'short', ...numeric, ...time });
  formats.set(zone, made);
  return made;
}

/** Whether there is such a zone; offsets (`+02:00`) are none, they know no summer. */
export function isZone(zone: string): boolean {
  if (!IANA.test(zone) || zone.length > 64) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the clock on the wall shows there, as if it were UTC: epoch ms. */
function wallOf(at: Date, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const [year, month, day] = [Number(parts['year']), Number(parts['month']), Number(parts['day'])];
  return Date.UTC(year, month - 1, day, Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
}

const dateOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10);

/** The player's day at an instant: `2026-03-29`. */
export function dayAt(at: Date, { zone, dayStartHour }: DayZone): string {
  return dateOf(wallOf(at, zone) - dayStartHour * HOUR_MS);
}

/** The instant at which a player's day is over: the first of the next one. A clock that jumps over it makes it the moment of the jump. */
export function endOfDay(day: string, { zone, dayStartHour }: DayZone): Date {
  const wall = Date.parse(`${nextDay(day)}T00:00:00Z`) + dayStartHour * HOUR_MS;
  const offsetAt = (epoch: number): number => wallOf(new Date(epoch), zone) - epoch;
  // the offsets before and after any change of that day; the earlier instant of the two that fit
  const fits = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)].map((offset) => wall - offset);
  const exact = fits.filter((epoch) => wallOf(new Date(epoch), zone) === wall);
  return new Date(exact.length > 0 ? Math.min(...exact) : jumpBetween(Math.min(...fits), Math.max(...fits), offsetAt));
}

/** The second at which the clock jumps. */
function jumpBetween(before: number, after: number, offsetAt: (epoch: number) => number): number {
  const offset = offsetAt(after);
  while (after - before > 1_000) {
    const middle = Math.floor((before + after) / 2_000) * 1_000;
    if (offsetAt(middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}

export function nextDay(day: string): string {
  return addDays(day, 1);
}

export function addDays(day: string, days: number): string {
  return dateOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

/** Whether a text is a day of the calendar: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

/** Whole days from one date to another; below zero when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
