import type { Scope, Transaction } from '#chassis/mount/scope';
import { countersIn, holds, type Badge } from '../domain/badge.ts';
import { derivedId } from '../domain/fact.ts';
import { REPUTATION_COUNTERS } from '../domain/reputation.ts';
import { advanceBackfill, nextPlayers, takeBackfill } from '../storage/backfills.store.ts';
import { readAwards, readBadges } from '../storage/badges.store.ts';
import { readCounts, writeCounts } from '../storage/counters.store.ts';
import { readLongestStreak } from '../storage/longest-streak.store.ts';
import { lockPlayer } from '../storage/players.store.ts';
import { recount } from './count-facts.ts';
import { BADGE_REVIEWED } from './earn-badges.ts';
import { hearFacts } from './hear-fact.ts';

const SET = 50;

/** Looks at existing players for new badges, set by set, each in a transaction of its own; another replica goes on where one stopped. */
export async function backfillBadges(scope: Scope): Promise<void> {
  while (await scope.transact((tx) => backfillSet(tx, scope.clock.now())));
}

/** False when there is nothing left to do. */
async function backfillSet(tx: Transaction, now: Date): Promise<boolean> {
  const backfill = await takeBackfill(tx.sql);
  if (!backfill) return false;
  const badges = await readBadges(tx.sql);
  const badge = badges.find(({ id }) => id === backfill.badgeId)!;
  const players = await nextPlayers(tx.sql, backfill.afterUserId, SET);
  let awarded = 0;
  for (const userId of players) if (await review(tx, now, userId, badge, badges)) awarded += 1;
  await advanceBackfill(tx.sql, badge.id, {
    afterUserId: players.at(-1) ?? null,
    done: players.length,
    awarded,
    finishedAt: players.length < SET ? now : null,
  });
  return true;
}

/** True when this is how the player got the badge: a fact of the log, so that a replay gives it at the same place. */
async function review(
  tx: Transaction,
  now: Date,
  userId: string,
  badge: Badge,
  badges: readonly Badge[],
): Promise<boolean> {
  const player = await lockPlayer(tx.sql, userId);
  const counted = await readCounts(tx.sql, userId);
  if (counted.size === 0 && player.entries === 0) return false; // nothing was ever heard of this player
  const missing = new Map([...REPUTATION_COUNTERS, ...countersIn(badges)].filter(([key]) => !counted.has(key)));
  const recounted = await recount(tx.sql, userId, missing);
  await writeCounts(tx.sql, userId, recounted);
  const holding = (await readAwards(tx.sql, userId)).filter(({ revokedAt, barred }) => revokedAt === null || barred);
  const has = (id: string) => holding.some(({ badgeId }) => badgeId === id);
  if (has(badge.id) || (badge.retiredAt !== null && badge.retiredAt <= now)) return false;
  const earned = holds(badge.rule, {
    counts: new Map([...counted, ...recounted]),
    xp: player.xp,
    longestStreak: await readLongestStreak(tx.sql, userId),
    held: new Set(badges.filter(({ id }) => has(id)).map(({ code }) => code)),
  });
  if (!earned) return false;
  const sourceEventId = derivedId('badge review', userId, badge.id);
  return (
    (await hearFacts(tx, now, [
      { userId, kind: BADGE_REVIEWED, sourceEventId, subjectId: badge.id, happenedAt: now },
    ])) === 1
  );
}
