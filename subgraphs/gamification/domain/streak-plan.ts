import { refusal, type Refusal } from '#kernel/refusal';
import { addDays, daysBetween, isDay } from './local-day.ts';
import type { Gap, Pause } from './streak.ts';

const MOST_PAUSE_DAYS = 14;
const DAYS_BETWEEN_PAUSES = 30;
const MOST_REPAIRED_DAYS = 2;
const REPAIR_WITHIN_DAYS = 2;
const DAYS_BETWEEN_REPAIRS = 30;

/** A pause is planned ahead, is at most 14 days long, and 30 days lie between two. */
export function refusePause(wanted: Pause, planned: readonly Pause[], today: string): Refusal | null {
  const length = daysBetween(wanted.firstDay, wanted.lastDay) + 1;
  const earliest = addDays(today, 1);
  const areDays = [wanted.firstDay, wanted.lastDay].every(isDay);
  if (!areDays || wanted.firstDay < earliest || length < 1 || length > MOST_PAUSE_DAYS) {
    const message = `A pause begins on ${earliest} or later and lasts 1 to ${MOST_PAUSE_DAYS} days.`;
    return refusal('StreakPauseInvalid', message, { earliest, longestDays: MOST_PAUSE_DAYS });
  }
  const near = planned.find(
    (one) =>
      daysBetween(one.lastDay, wanted.firstDay) <= DAYS_BETWEEN_PAUSES &&
      daysBetween(wanted.lastDay, one.firstDay) <= DAYS_BETWEEN_PAUSES,
  );
  if (!near) return null;
  const next = addDays(near.lastDay, DAYS_BETWEEN_PAUSES + 1);
  return refusal(
    'StreakPauseTooSoon',
    `Between two pauses lie ${DAYS_BETWEEN_PAUSES} days: the next may begin on ${next}.`,
    {
      possibleFrom: next,
    },
  );
}

/** A gap of at most two days can be repaired until two days after it, once in thirty days. */
export function refuseRepair(gap: Gap | null, lastRepairOn: string | null, today: string): Refusal | null {
  const because = ((): string | null => {
    if (!gap) return 'No streak of yours is broken.';
    if (gap.missed.length > MOST_REPAIRED_DAYS)
      return `${gap.missed.length} days are missing; at most ${MOST_REPAIRED_DAYS} can be repaired.`;
    if (daysBetween(gap.missed.at(-1)!, today) > REPAIR_WITHIN_DAYS)
      return `A repair is possible until ${REPAIR_WITHIN_DAYS} days after the missed day.`;
    if (lastRepairOn !== null && daysBetween(lastRepairOn, today) < DAYS_BETWEEN_REPAIRS)
      return `The last repair was on ${lastRepairOn}; the next is possible on ${addDays(lastRepairOn, DAYS_BETWEEN_REPAIRS)}.`;
    return null;
  })();
  return because === null ? null : refusal('StreakNotRepairable', because);
}
