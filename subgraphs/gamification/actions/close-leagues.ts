import { newId } from '#kernel/id';
import type { Scope } from '#chassis/mount/scope';
import { weekAfter, weekOf } from '../domain/board.ts';
import { finalsOf, seatsFor } from '../domain/league.ts';
import { leagueClosed } from '../published/gamification.events.ts';
import {
  insertSeats,
  lockContestants,
  lockOpenLeague,
  lockSeating,
  oldestOpenWeek,
  readOpenLeagues,
  readWaiting,
  writeClose,
} from '../storage/leagues.store.ts';

/** Players seated per transaction. */
const SEATED_AT_ONCE = 1_500;

/**
 * Every minute: closes the leagues of weeks that are over, oldest first, then seats those who wait in the week that runs, so that everybody
 * sits in the tier in which the last week left them. League by league, each in one transaction: what a crash leaves, the next run
 * does, and what a second replica closes, this one skips.
 */
export async function closeLeagues(scope: Scope): Promise<void> {
  const current = weekOf(scope.clock.now());
  for (let last = ''; ;) {
    const week = await scope.transact((tx) => oldestOpenWeek(tx.sql));
    if (week === null) return;
    while (await seatSome(scope, week));
    if (week >= current || week === last) return; // what is still open in `last` is being closed by another replica
    while (await closeOne(scope, week));
    last = week;
  }
}

async function seatSome(scope: Scope, week: string): Promise<boolean> {
  return scope.transact(async (tx) => {
    await lockSeating(tx.sql);
    if ((await oldestOpenWeek(tx.sql)) !== week) return false;
    const waiting = await readWaiting(tx.sql, week, SEATED_AT_ONCE);
    if (waiting.length === 0) return false;
    const { seats, opened } = seatsFor(waiting, await readOpenLeagues(tx.sql, week), newId);
    await insertSeats(tx.sql, week, opened, seats);
    return true;
  });
}

async function closeOne(scope: Scope, week: string): Promise<boolean> {
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    if (now.getTime() < Date.parse(`${weekAfter(week)}T00:00:00Z`)) return false;
    const league = await lockOpenLeague(tx.sql, week);
    if (!league) return false;
    const finals = finalsOf(league.tier, await lockContestants(tx.sql, league.id));
    await writeClose(tx.sql, league.id, now, finals);
    for (const { userId, place, outcome } of finals.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))) {
      if (place !== null) await tx.tell(leagueClosed, userId, { userId, week, tier: league.tier, place, outcome });
    }
    return true;
  });
}
