import type { DayZone } from './local-day.ts';
import type { Pause } from './streak.ts';

/** Facts that steer streaks: the log knows all that decided, so a replay decides the same. */
export const ZONE_SET = 'ZONE_SET';
/** A schedule found that a day was over without anything. */
export const STREAK_CHECKED = 'STREAK_CHECKED';
export const STREAK_PAUSED = 'STREAK_PAUSED';
export const STREAK_REPAIRED = 'STREAK_REPAIRED';

type Detail = Readonly<Record<string, unknown>> | null;

export const zoneIn = (detail: Detail): DayZone => ({
  zone: String(detail?.['zone']),
  dayStartHour: Number(detail?.['dayStartHour']),
});

export const pauseIn = (detail: Detail): Pause => ({
  firstDay: String(detail?.['firstDay']),
  lastDay: String(detail?.['lastDay']),
});

export const repairedDaysIn = (detail: Detail): string[] => (detail?.['days'] as string[] | undefined) ?? [];
