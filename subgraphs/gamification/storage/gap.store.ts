import type { Sql } from '#chassis/storage/transact';
import { settle, streaksOf, type Gap, type StreakKind } from '../domain/streak.ts';
import { readCovers, readDays, readFreezes, readPauses, readZoneAt } from './streaks.store.ts';

/** The last hole in a streak as of a moment, from the set of its days; null when there is none. */
export async function findGap(sql: Sql, userId: string, kind: StreakKind, now: Date): Promise<Gap | null> {
  const days = await readDays(sql, userId, kind);
  const last = days.at(-1);
  if (!last) return null;
  const covered = new Set((await readCovers(sql, userId)).keys());
  const { runs, gaps } = streaksOf(days, covered);
  const zoneNow = await readZoneAt(sql, userId, now);
  const freezes = (await readFreezes(sql, userId)).held;
  const before = runs.at(-1)!;
  const { missed } = settle(last, before, zoneNow, now, { covered, pauses: await readPauses(sql, userId), freezes });
  return missed.length > 0 ? { before, missed, zone: last.zone } : (gaps.at(-1) ?? null);
}
