import { addDays } from './local-day.ts';

/** What a person is counted for: facts of some kinds, or the different things or people in them, over all time or within some days. */
export interface Counter {
  /** Kinds of facts, in alphabetical order and each once. */
  readonly kinds: readonly string[];
  /** Count each subject or each counterpart once, and facts without one not at all. */
  readonly distinct: 'SUBJECT' | 'COUNTERPART' | null;
  /** The best stretch of so many calendar days of the player, or null for all time. */
  readonly withinDays: number | null;
}

/** The name under which a player's count is kept: the same question has the same name, whichever rule asks it. */
export function counterKey({ kinds, distinct, withinDays }: Counter): string {
  return kinds.join('+') + (distinct ? `/${distinct}` : '') + (withinDays === null ? '' : `/${withinDays}d`);
}

/** How often something was counted on a day; `day` and `member` are null where the counter does not ask for them. */
export interface Tally {
  readonly day: string | null;
  readonly member: string | null;
  readonly times: number;
}

interface Countable {
  readonly kind: string;
  readonly subjectId: string | null;
  readonly counterpartId: string | null;
}

/** Where a fact counts, or null when it does not. `localDate` is the player's calendar day of the fact. */
export function placeOf(counter: Counter, fact: Countable, localDate: string): Omit<Tally, 'times'> | null {
  if (!counter.kinds.includes(fact.kind)) return null;
  const member = { SUBJECT: fact.subjectId, COUNTERPART: fact.counterpartId, '': null }[counter.distinct ?? ''];
  if (counter.distinct && member === null) return null;
  return { day: counter.withinDays === null ? null : localDate, member };
}

/** The count, from all its tallies: the whole truth, which the incremental count has to agree with. */
export function countOf(counter: Counter, tallies: readonly Tally[]): number {
  const present = tallies.filter(({ times }) => times > 0);
  if (counter.withinDays === null) return measure(counter, present);
  const days = [...new Set(present.map(({ day }) => day!))].sort();
  return Math.max(0, ...days.map((end) => measure(counter, within(present, end, counter.withinDays!))));
}

function within(tallies: readonly Tally[], end: string, days: number): Tally[] {
  const start = addDays(end, 1 - days);
  return tallies.filter(({ day }) => day! >= start && day! <= end);
}

function measure(counter: Counter, tallies: readonly Tally[]): number {
  if (counter.distinct) return new Set(tallies.map(({ member }) => member)).size;
  return tallies.reduce((sum, { times }) => sum + times, 0);
}
