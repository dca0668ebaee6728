import type { Sql } from '#chassis/storage/transact';
import { counterKey, countOf, type Counter, type Tally } from '../domain/counter.ts';
import { addDays } from '../domain/local-day.ts';
import { arrayLiteral } from './arrays.ts';

/** A counter and the place of one fact in it. */
export interface Placed {
  readonly counter: Counter;
  readonly day: string | null;
  readonly member: string | null;
}

export async function readCounts(sql: Sql, userId: string): Promise<Map<string, number>> {
  const rows = await sql<{ counter: string; value: number }>(
    'select counter, value from fact_counter where user_id = ?',
    [userId],
  );
  return new Map(rows.map(({ counter, value }) => [counter, value]));
}

export async function readCountsOf(
  sql: Sql,
  userIds: readonly string[],
): Promise<{ userId: string; counter: string; value: number }[]> {
  return sql('select user_id as "userId", counter, value from fact_counter where user_id = any(?::uuid[])', [
    arrayLiteral(userIds),
  ]);
}

/** Counts one fact more (1) or less (-1) wherever it has a place, and returns the new values by counter key. */
export async function countFact(
  sql: Sql,
  userId: string,
  placed: readonly Placed[],
  by: 1 | -1,
  before: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const after = new Map<string, number>();
  const tallied = placed.filter(({ counter }) => counter.distinct !== null || counter.withinDays !== null);
  const times = await tally(sql, userId, tallied, by);
  for (const { counter, day } of placed) {
    const key = counterKey(counter);
    const value = before.get(key) ?? 0;
    if (counter.withinDays !== null) after.set(key, await bestStretch(sql, userId, counter, day!, by, value));
    else if (counter.distinct !== null) after.set(key, value + (times.get(key) === (by === 1 ? 1 : 0) ? by : 0));
    else after.set(key, value + by);
  }
  await writeCounts(sql, userId, after);
  return after;
}

async function tally(
  sql: Sql,
  userId: string,
  placed: readonly Placed[],
  by: number,
): Promise<ReadonlyMap<string, number>> {
  if (placed.length === 0) return new Map();
  const rows = await sql<{ counter: string; times: number }>(
    `insert into fact_tally (user_id, counter, day, member, times)
     select ?, counter, day, member, ? from unnest(?::text[], ?::date[], ?::uuid[]) as placed (counter, day, member)
     on conflict (user_id, counter, day, member) do update set times = fact_tally.times + excluded.times
     returning counter, times`,
    [
      userId,
      by,
      arrayLiteral(placed.map(({ counter }) => counterKey(counter))),
      arrayLiteral(placed.map(({ day }) => day)),
      arrayLiteral(placed.map(({ member }) => member)),
    ],
  );
  if (by < 0) await sql('delete from fact_tally where user_id = ? and times = 0', [userId]);
  return new Map(rows.map(({ counter, times }) => [counter, times]));
}

/** One more can only make a stretch around its day the best; one less asks for all of them again. */
async function bestStretch(
  sql: Sql,
  userId: string,
  counter: Counter,
  day: string,
  by: 1 | -1,
  before: number,
): Promise<number> {
  const around = by === 1 ? counter.withinDays! - 1 : 40_000;
  const tallies = await sql<Tally>(
    `select day::text, member, times from fact_tally where user_id = ? and counter = ? and day between ? and ?`,
    [userId, counterKey(counter), addDays(day, -around), addDays(day, around)],
  );
  const best = countOf(counter, tallies);
  return by === 1 ? Math.max(before, best) : best;
}

/** Sets counters, whatever they were. */
export async function writeCounts(sql: Sql, userId: string, counts: ReadonlyMap<string, number>): Promise<void> {
  if (counts.size === 0) return;
  await sql(
    `insert into fact_counter (user_id, counter, value)
     select ?, counter, value from unnest(?::text[], ?::int[]) as counted (counter, value)
     on conflict (user_id, counter) do update set value = excluded.value`,
    [userId, arrayLiteral([...counts.keys()]), arrayLiteral([...counts.values()])],
  );
}

/** Puts tallies where there are none yet. */
export async function writeTallies(
  sql: Sql,
  userId: string,
  tallies: readonly (Tally & { readonly counter: string })[],
): Promise<void> {
  if (tallies.length === 0) return;
  await sql(
    `insert into fact_tally (user_id, counter, day, member, times)
     select ?, * from unnest(?::text[], ?::date[], ?::uuid[], ?::int[])
     on conflict (user_id, counter, day, member) do update set times = excluded.times`,
    [
      userId,
      arrayLiteral(tallies.map(({ counter }) => counter)),
      arrayLiteral(tallies.map(({ day }) => day)),
      arrayLiteral(tallies.map(({ member }) => member)),
      arrayLiteral(tallies.map(({ times }) => times)),
    ],
  );
}
