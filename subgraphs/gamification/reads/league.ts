import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { weekAfter, weekOf } from '../domain/board.ts';
import { inLeagueOrder, LEAGUE_TIERS, movingPlaces, type LeagueTier } from '../domain/league.ts';
import { readClosedSeats, readLeague, readSeat, type LeagueSeat } from '../storage/league-reads.store.ts';
import type { Standing } from './leaderboard.ts';

export interface RunningLeague {
  readonly week: string;
  readonly tier: LeagueTier;
  readonly endsAt: Date;
  /** False until the player is seated, at most a minute after the first XP of the week. */
  readonly isSeated: boolean;
  readonly promotes: number;
  readonly demotes: number;
  readonly standings: readonly Standing[];
}

/** One's league of the week that runs; null before the first XP of the week. Its rank is its place: no two are equal. */
export async function currentLeague(scope: Scope): Promise<RunningLeague | null> {
  const sql = sqlOf(scope.em);
  const me = scope.caller.userId!;
  const week = weekOf(scope.clock.now());
  const seat = await readSeat(sql, me, week);
  if (!seat) return null;
  const order = seat.leagueId === null ? [] : inLeagueOrder(await readLeague(sql, seat.leagueId));
  const moving = movingPlaces(order.length);
  return {
    week,
    tier: seat.tier,
    endsAt: new Date(`${weekAfter(week)}T00:00:00Z`),
    isSeated: seat.leagueId !== null,
    promotes: seat.tier === LEAGUE_TIERS.at(-1) ? 0 : moving,
    demotes: seat.tier === LEAGUE_TIERS[0] ? 0 : moving,
    standings: order.map(({ userId, score, isPublic }, index) => ({
      rank: index + 1,
      xp: score,
      isMe: userId === me,
      userId: isPublic || userId === me ? userId : null,
    })),
  };
}

/** One's closed weeks, newest first. */
export async function leagueHistory(scope: Scope, request: PageRequest): Promise<Page<LeagueSeat>> {
  const before = request.after ? String(request.after[0]) : null;
  const seats = await readClosedSeats(sqlOf(scope.em), scope.caller.userId!, request.first, before);
  return pageOf(seats, request.first, ({ week }) => [week]);
}
