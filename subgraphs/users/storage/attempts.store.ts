import { forgiven, take, type Attempts, type Limit } from '../domain/throttle.ts';
import { instant } from './instant.ts';
import type { Sql } from './sql.ts';

/** A place under a limit. */
export interface Counter {
  readonly key: string;
  readonly limit: Limit;
}

/**
 * Takes one try from every counter or from none; answers how long to wait, 0 when the try is allowed. Rows are locked in key order.
 */
export async function takeTry(sql: Sql, counters: readonly Counter[], now: Date): Promise<number> {
  const taken: { key: string; attempts: Attempts }[] = [];
  for (const { key, limit } of inOrder(counters)) {
    const verdict = take(await lockAttempts(sql, key, now), limit, now);
    if (!verdict.allowed) return verdict.retryAfterSeconds;
    taken.push({ key, attempts: verdict.attempts });
  }
  for (const { key, attempts } of taken) await writeAttempts(sql, key, attempts);
  return 0;
}

/** Gives the try back to every counter after a right answer. */
export async function giveTryBack(sql: Sql, counters: readonly Counter[], now: Date): Promise<void> {
  for (const { key, limit } of inOrder(counters)) {
    await writeAttempts(sql, key, forgiven(await lockAttempts(sql, key, now), limit));
  }
}

/** A right answer forgets the place altogether. */
export async function forgetTries(sql: Sql, key: string): Promise<void> {
  await sql('delete from attempt where key = ?', [key]);
}

/** How long this place must wait now; 0 when it need not. */
export async function waitOf(sql: Sql, key: string, now: Date): Promise<number> {
  const [row] = await sql<{ blocked_until: string | null }>('select blocked_until from attempt where key = ?', [key]);
  const until = row?.blocked_until ? instant(row.blocked_until).getTime() : 0;
  return Math.max(0, Math.ceil((until - now.getTime()) / 1000));
}

/** Removes what would be forgotten anyway. */
export async function forgetOldTries(sql: Sql, before: Date): Promise<void> {
  await sql('delete from attempt where since < ? and coalesce(blocked_until, since) < ?', [before, before]);
}

async function lockAttempts(sql: Sql, key: string, now: Date): Promise<Attempts> {
  await sql('insert into attempt (key, failures, since) values (?, 0, ?) on conflict (key) do nothing', [key, now]);
  const [row] = await sql<{ failures: number; since: string; blocked_until: string | null }>(
    'select failures, since, blocked_until from attempt where key = ? for update',
    [key],
  );
  if (!row) return { failures: 0, since: now, blockedUntil: null }; // forgotten in between
  return { failures: row.failures, since: instant(row.since), blockedUntil: instant(row.blocked_until) };
}

async function writeAttempts(sql: Sql, key: string, attempts: Attempts): Promise<void> {
  await sql(
    `insert into attempt (key, failures, since, blocked_until) values (?, ?, ?, ?)
     on conflict (key) do update set failures = excluded.failures, since = excluded.since, blocked_until = excluded.blocked_until`,
    [key, attempts.failures, attempts.since, attempts.blockedUntil],
  );
}

function inOrder(counters: readonly Counter[]): Counter[] {
  return [...counters].sort((a, b) => (a.key < b.key ? -1 : 1));
}
