import { isId } from '#kernel/id';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import type { Badge, Standing } from '../domain/badge.ts';
import { readBackfills, type BadgeBackfill } from '../storage/backfills.store.ts';
import { readAwardsById, readBadges, readHeldCodes, type BadgeAward } from '../storage/badges.store.ts';
import { readCountsOf } from '../storage/counters.store.ts';
import { readLongestStreaks } from '../storage/longest-streak.store.ts';
import { readPlayers } from '../storage/players.store.ts';

/** What badges and scores are computed from, by user; four statements for however many. The log is not asked. */
export const standingLoader: LoaderDefinition<string, Standing> = {
  name: 'gamification.standing',
  async load(scope, keys) {
    const userIds = keys.filter(isId);
    const sql = sqlOf(scope.em);
    const players = await readPlayers(scope.em, userIds);
    const counts = await readCountsOf(sql, userIds);
    const held = await readHeldCodes(sql, userIds);
    const streaks = await readLongestStreaks(sql, userIds);
    return keys.map((userId) => ({
      counts: new Map(counts.filter((one) => one.userId === userId).map(({ counter, value }) => [counter, value])),
      xp: players.find((player) => player.userId === userId)?.xp ?? 0,
      longestStreak: streaks.get(userId) ?? 0,
      held: new Set(held.filter((one) => one.userId === userId).map(({ code }) => code)),
    }));
  },
};

/** The whole catalogue, once per request. */
export const catalogueLoader: LoaderDefinition<'badges', readonly Badge[]> = {
  name: 'gamification.badges',
  async load(scope) {
    return [await readBadges(sqlOf(scope.em))];
  },
};

export async function badgeOf(scope: Scope, badgeId: string): Promise<Badge | null> {
  return (await scope.loader(catalogueLoader).load('badges')).find(({ id }) => id === badgeId) ?? null;
}

export const awardLoader: LoaderDefinition<string, BadgeAward | null> = {
  name: 'gamification.award',
  async load(scope, ids) {
    const found = await readAwardsById(sqlOf(scope.em), ids);
    return ids.map((id) => found.find((award) => award.id === id) ?? null);
  },
};

export const backfillLoader: LoaderDefinition<string, BadgeBackfill | null> = {
  name: 'gamification.badge-backfill',
  async load(scope, badgeIds) {
    const found = await readBackfills(sqlOf(scope.em), badgeIds);
    return badgeIds.map((id) => found.find(({ badgeId }) => badgeId === id) ?? null);
  },
};
