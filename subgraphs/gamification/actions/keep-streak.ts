import type { Fact } from '../domain/fact.ts';
import { dayAt } from '../domain/local-day.ts';
import { STREAK_KINDS, type StreakDay, type StreakKind } from '../domain/streak.ts';
import {
  pauseIn,
  repairedDaysIn,
  STREAK_CHECKED,
  STREAK_PAUSED,
  STREAK_REPAIRED,
  ZONE_SET,
  zoneIn,
} from '../domain/streak-facts.ts';
import { countsForStreak } from '../storage/rules.store.ts';
import {
  addDay,
  insertCover,
  insertPause,
  readStreaks,
  readZoneAt,
  removeDay,
  writeZone,
} from '../storage/streaks.store.ts';
import type { Consequence, Play } from './consequence.ts';
import { settleStreak } from './settle-streak.ts';

/** Runs before XP is awarded: the seventh day is worth more already, and a day that nobody covered no longer is. */
export const keepStreak: Consequence = {
  name: 'keep-streak',

  async follow(play) {
    const { tx, fact, player } = play;
    const { userId } = player;
    if (fact.kind === ZONE_SET) await writeZone(tx.sql, userId, fact.happenedAt, zoneIn(fact.detail));
    if (fact.kind === STREAK_PAUSED) await insertPause(tx.sql, userId, pauseIn(fact.detail));
    if (fact.kind === STREAK_REPAIRED) {
      for (const day of repairedDaysIn(fact.detail)) await insertCover(tx.sql, userId, day, 'REPAIR');
    }
    const steered = [ZONE_SET, STREAK_PAUSED, STREAK_REPAIRED, STREAK_CHECKED].includes(fact.kind);
    await settleDue(play, steered);

    const kept = await streakOf(play, fact);
    if (!kept) return;
    await addDay(tx.sql, userId, kept.kind, kept.day);
    await settleStreak(play, kept.kind);
  },

  async takeBack(play, taken) {
    const kept = await streakOf(play, taken);
    if (!kept) return;
    await removeDay(play.tx.sql, play.player.userId, kept.kind, kept.day.day);
    await settleStreak(play, kept.kind);
  },
};

/** What happened between the last day and this fact comes first. */
async function settleDue(play: Play, steered: boolean): Promise<void> {
  if (steered) {
    for (const kind of STREAK_KINDS) await settleStreak(play, kind);
    return;
  }
  for (const { kind, dueAt } of await readStreaks(play.tx.sql, play.player.userId)) {
    if (dueAt && dueAt <= play.fact.happenedAt) await settleStreak(play, kind);
  }
}

async function streakOf({ tx }: Play, fact: Fact): Promise<{ kind: StreakKind; day: StreakDay } | null> {
  if (fact.derived) return null;
  const kind = fact.kind === 'DAILY_LOGIN' ? 'LOGIN' : (await countsForStreak(tx.sql, fact.kind)) ? 'ACTIVITY' : null;
  if (!kind) return null;
  const zone = await readZoneAt(tx.sql, fact.userId, fact.happenedAt);
  return { kind, day: { ...zone, day: dayAt(fact.happenedAt, zone), at: fact.happenedAt } };
}
