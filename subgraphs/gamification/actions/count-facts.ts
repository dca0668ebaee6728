import type { Sql } from '#chassis/storage/transact';
import { counterKey, countOf, placeOf, type Counter, type Tally } from '../domain/counter.ts';
import type { Fact } from '../domain/fact.ts';
import { countFact, readCounts, writeCounts, writeTallies } from '../storage/counters.store.ts';
import { readFactsOfKinds } from '../storage/counted-facts.store.ts';
import { localDateOf } from './local-date.ts';

/** Every counter that is kept for every player, by its key. */
export type Tracked = ReadonlyMap<string, Counter>;

/**
 * Counts one fact for a player whose row is locked, and answers all of his counts after it. A count that is not there yet, of a new
 * player or of a new badge, is taken from the log, which holds the fact already.
 */
export async function countFor(
  sql: Sql,
  tracked: Tracked,
  fact: Fact,
  localDate: string,
  by: 1 | -1,
): Promise<Map<string, number>> {
  const counts = await readCounts(sql, fact.userId);
  const missing = new Map([...tracked].filter(([key]) => !counts.has(key)));
  const recounted = await recount(sql, fact.userId, missing);
  await writeCounts(sql, fact.userId, recounted);
  const placed = [...tracked].flatMap(([key, counter]) => {
    const place = missing.has(key) ? null : placeOf(counter, fact, localDate);
    return place ? [{ counter, ...place }] : [];
  });
  return new Map([...counts, ...recounted, ...(await countFact(sql, fact.userId, placed, by, counts))]);
}

/** Counts a player's whole log for these counters, keeps their tallies and answers the values; the player is locked. */
export async function recount(sql: Sql, userId: string, counters: Tracked): Promise<Map<string, number>> {
  if (counters.size === 0) return new Map();
  const kinds = new Set([...counters.values()].flatMap((counter) => counter.kinds));
  const facts = await readFactsOfKinds(sql, userId, [...kinds]);
  const windowed = [...counters.values()].some(({ withinDays }) => withinDays !== null);
  const dated = [];
  for (const fact of facts) dated.push({ fact, date: windowed ? await localDateOf(sql, fact) : '' });
  const counted = new Map<string, number>();
  const kept: (Tally & { counter: string })[] = [];
  for (const [key, counter] of counters) {
    const tallies = talliesOf(counter, dated);
    counted.set(key, countOf(counter, tallies));
    if (counter.distinct || counter.withinDays !== null)
      kept.push(...tallies.map((one) => ({ ...one, counter: counterKey(counter) })));
  }
  await writeTallies(sql, userId, kept);
  return counted;
}

function talliesOf(counter: Counter, dated: readonly { fact: Fact; date: string }[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const { fact, date } of dated) {
    const place = placeOf(counter, fact, date);
    if (!place) continue;
    const at = `${place.day} ${place.member}`;
    tallies.set(at, { ...place, times: (tallies.get(at)?.times ?? 0) + 1 });
  }
  return [...tallies.values()];
}
