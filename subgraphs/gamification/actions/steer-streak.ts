import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import { newId } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { dayAt, isZone, type DayZone } from '../domain/local-day.ts';
import type { Pause, StreakKind } from '../domain/streak.ts';
import { refusePause, refuseRepair } from '../domain/streak-plan.ts';
import { STREAK_PAUSED, STREAK_REPAIRED, ZONE_SET } from '../domain/streak-facts.ts';
import { latestFactAt } from '../storage/facts.store.ts';
import { lockPlayer } from '../storage/players.store.ts';
import { findGap } from '../storage/gap.store.ts';
import { readPauses, readZoneAt } from '../storage/streaks.store.ts';
import { ensurePlayer } from './ensure-player.ts';
import { hearFacts } from './hear-fact.ts';

export interface Steered {
  readonly userId: string;
}

/** From now on the player's days are those of another zone. Days that counted stay as they are. */
export async function setTimeZone(scope: Scope, zone: DayZone): Promise<Steered | Refusal<'TimeZoneUnknown'>> {
  if (!isZone(zone.zone)) {
    return refusal('TimeZoneUnknown', `There is no IANA time zone "${zone.zone}": say Europe/Berlin, for example.`);
  }
  return steer(scope, ZONE_SET, async () => ({ zone: zone.zone, dayStartHour: zone.dayStartHour }));
}

/** Days off, planned ahead: they keep a streak alive. */
export async function planStreakPause(scope: Scope, pause: Pause): Promise<Steered | Refusal> {
  return steer(scope, STREAK_PAUSED, async (tx, userId, today) => {
    return refusePause(pause, await readPauses(tx.sql, userId), today) ?? { ...pause };
  });
}

/** Covers the days that broke a streak, after the fact. */
export async function repairStreak(scope: Scope, kind: StreakKind): Promise<Steered | Refusal> {
  return steer(scope, STREAK_REPAIRED, async (tx, userId, today) => {
    const gap = await findGap(tx.sql, userId, kind, scope.clock.now());
    const last = await latestFactAt(tx.sql, userId, STREAK_REPAIRED);
    const lastOn = last && dayAt(last, await readZoneAt(tx.sql, userId, last));
    return refuseRepair(gap, lastOn, today) ?? { days: gap!.missed };
  });
}

/** Decides under the player's lock, then hears what was decided: twins follow each other. */
async function steer(
  scope: Scope,
  kind: string,
  decide: (tx: Transaction, userId: string, today: string) => Promise<Record<string, unknown> | Refusal>,
): Promise<Steered | Refusal<never>> {
  const userId = scope.caller.userId!;
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    await ensurePlayer(tx, userId, now);
    await lockPlayer(tx.sql, userId);
    const decided = await decide(tx, userId, dayAt(now, await readZoneAt(tx.sql, userId, now)));
    if (isRefusal(decided)) return decided as Refusal<never>;
    await hearFacts(tx, now, [{ userId, kind, sourceEventId: newId(), happenedAt: now, detail: decided }]);
    return { userId };
  });
}
