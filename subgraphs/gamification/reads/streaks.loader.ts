import type { LoaderDefinition } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { UTC_DAYS, type DayZone } from '../domain/local-day.ts';
import { STREAK_KINDS } from '../domain/streak.ts';
import { readFreezesOf, readStreaksOf, readZonesOf } from '../storage/streaks-of-many.store.ts';
import type { KeptStreak } from '../storage/streaks.store.ts';

const none = (kind: KeptStreak['kind']): KeptStreak => ({
  kind,
  days: 0,
  longest: 0,
  startedOn: null,
  lastDay: null,
  dueAt: null,
});

export const streaksLoader: LoaderDefinition<string, readonly KeptStreak[]> = {
  name: 'gamification.streaks',
  async load(scope, userIds) {
    const streaks = await readStreaksOf(sqlOf(scope.em), userIds);
    return userIds.map((userId) =>
      STREAK_KINDS.map((kind) => streaks.find((one) => one.userId === userId && one.kind === kind) ?? none(kind)),
    );
  },
};

export const freezesLoader: LoaderDefinition<string, { held: number; used: number }> = {
  name: 'gamification.freezes',
  async load(scope, userIds) {
    const freezes = new Map((await readFreezesOf(sqlOf(scope.em), userIds)).map((one) => [one.userId, one]));
    return userIds.map((userId) => freezes.get(userId) ?? { held: 0, used: 0 });
  },
};

export const zoneLoader: LoaderDefinition<string, DayZone> = {
  name: 'gamification.zone',
  async load(scope, userIds) {
    const zones = new Map(
      (await readZonesOf(sqlOf(scope.em), userIds, scope.clock.now())).map((one) => [one.userId, one]),
    );
    return userIds.map((userId) => zones.get(userId) ?? UTC_DAYS);
  },
};
