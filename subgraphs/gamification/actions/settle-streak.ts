import { derivedId } from '../domain/fact.ts';
import type { DayZone } from '../domain/local-day.ts';
import {
  FREEZE_EVERY,
  isWorthTelling,
  lengthsUpTo,
  MOST_FREEZES,
  settle,
  streaksOf,
  TOLD_LENGTHS,
  type Run,
  type StreakKind,
} from '../domain/streak.ts';
import { streakBroken, streakReached } from '../published/gamification.events.ts';
import {
  insertBreak,
  insertCover,
  insertReach,
  readCovers,
  readDays,
  readFreezes,
  readPauses,
  readReached,
  readZoneAt,
  writeFreezes,
  writeStreak,
} from '../storage/streaks.store.ts';
import type { Play } from './consequence.ts';

/**
 * Reads one streak anew from its set of days: settles the days that are over as of the fact, tells what was reached or broken for the first
 * time, and keeps the result until the next day is due.
 */
export async function settleStreak(play: Play, kind: StreakKind): Promise<void> {
  const { tx, player, fact } = play;
  const { userId } = player;
  const days = await readDays(tx.sql, userId, kind);
  const last = days.at(-1);
  if (!last)
    return writeStreak(tx.sql, userId, { kind, days: 0, longest: 0, startedOn: null, lastDay: null, dueAt: null });

  const covered = new Set((await readCovers(tx.sql, userId)).keys());
  const { runs } = streaksOf(days, covered);
  const run = runs.at(-1)!;
  await reach(play, kind, run);
  const zoneNow = await readZoneAt(tx.sql, userId, fact.happenedAt);
  const freezes = await readFreezes(tx.sql, userId);
  const protection = { covered, pauses: await readPauses(tx.sql, userId), freezes: freezes.held };
  const settlement = settle(last, run, zoneNow, fact.happenedAt, protection);
  for (const { day, by } of settlement.covers) await insertCover(tx.sql, userId, day, by);
  const used = settlement.covers.filter(({ by }) => by === 'FREEZE').length;
  if (used > 0) await writeFreezes(tx.sql, userId, { held: freezes.held - used, used: freezes.used + used });

  const { dueAt } = settlement;
  const missedOn = settlement.missed[0] ?? null;
  if (missedOn !== null) await tellBreak(play, kind, { ...run, missedOn, zone: zoneTold(last, zoneNow) });
  await writeStreak(tx.sql, userId, {
    kind,
    days: missedOn === null ? run.days : 0,
    longest: Math.max(...runs.map((one) => one.days)),
    startedOn: missedOn === null ? run.startedOn : null,
    lastDay: last.day,
    dueAt: missedOn === null ? dueAt : null,
  });
}

const zoneTold = (last: DayZone, now: DayZone): string =>
  last.zone === now.zone ? now.zone : `${last.zone}, ${now.zone}`;

async function tellBreak(
  play: Play,
  kind: StreakKind,
  broken: Run & { missedOn: string; zone: string },
): Promise<void> {
  if (!isWorthTelling(broken)) return;
  const { tx, player, now } = play;
  if (!(await insertBreak(tx.sql, player.userId, kind, { ...broken, brokenAt: now }))) return;
  const { days, startedOn, missedOn, zone } = broken;
  await tx.tell(streakBroken, player.userId, { userId: player.userId, streak: kind, days, startedOn, missedOn, zone });
}

/** Every length once per streak, also when a late day or a repair joins two streaks into one. */
async function reach(play: Play, kind: StreakKind, run: Run): Promise<void> {
  const { tx, player, fact } = play;
  const { userId } = player;
  const lengths = lengthsUpTo(run.days);
  if (lengths.length === 0) return;
  const known = await readReached(tx.sql, userId, kind, run);
  for (const days of lengths.filter((length) => !known.has(length))) {
    await insertReach(tx.sql, userId, kind, run, days);
    if (kind === 'LOGIN' && days % FREEZE_EVERY === 0) {
      const { held, used } = await readFreezes(tx.sql, userId);
      await writeFreezes(tx.sql, userId, { held: Math.min(held + 1, MOST_FREEZES), used });
    }
    if (!TOLD_LENGTHS.includes(days)) continue;
    await tx.tell(streakReached, userId, { userId, streak: kind, days, startedOn: run.startedOn });
    if (kind !== 'LOGIN') continue; // one reward for being here every day, not two
    const sourceEventId = derivedId('streak', userId, run.startedOn, String(days));
    play.follow({ kind: 'STREAK_MAINTAINED', sourceEventId, happenedAt: fact.happenedAt, detail: { days } });
  }
}
