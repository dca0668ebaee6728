import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { checkStreaks } from './check-streaks.ts';
import { hearFact } from './hear-fact.ts';
import { noticePresence } from './notice-presence.ts';
import { planStreakPause, repairStreak, setTimeZone } from './steer-streak.ts';

const DAY_MS = 86_400_000;

describe('a streak', () => {
  let game: TestMount<unknown>;
  let userId: string;
  beforeAll(async () => {
    game = await mountForTest(gamificationSubgraph());
  });
  afterAll(() => game.stop());
  beforeEach(() => {
    userId = newId();
  });

  const rows = async (sql: string, ...params: unknown[]) =>
    (await game.mounted.database.roadPool.query(sql, params)).rows;
  const login = (kind = 'DAILY_LOGIN') =>
    hearFact(game.scope(), { userId, kind, sourceEventId: newId(), happenedAt: game.clock.now() });
  /** A login on each of so many days; the clock stands on the last of them. */
  const logins = async (days: number) => {
    for (let day = 0; day < days; day++) {
      if (day > 0) game.clock.advance(DAY_MS);
      await login();
    }
  };
  const passDays = async (days: number) => {
    game.clock.advance(days * DAY_MS);
    await checkStreaks(game.scope());
  };
  const streak = async (kind = 'LOGIN') =>
    (await rows('select days, longest from streak where user_id = $1 and kind = $2', userId, kind))[0];
  const freezes = async () => (await rows('select held, used from streak_freeze where user_id = $1', userId))[0];
  const told = async (type: string) =>
    (await rows('select body from outbox where aggregate_id = $1 and type = $2 order by position', userId, type)).map(
      ({ body }) => body as Record<string, unknown>,
    );

  test('of 7 days multiplies XP by 1.2 and of 30 days by 1.5, on that very day', async () => {
    await logins(30);
    const lines = await rows(
      "select day::text as day, amount, streak_bp, multiplier_bp from xp_entry where user_id = $1 and activity = 'DAILY_LOGIN' order by sequence",
      userId,
    );
    expect(lines.map(({ streak_bp }) => streak_bp as number)).toEqual([
      ...Array.from({ length: 6 }, () => 10_000),
      ...Array.from({ length: 23 }, () => 12_000),
      15_000,
    ]);
    expect([lines[5]!.amount, lines[6]!.amount]).toEqual([50, 60]);
    expect(lines[29]!.amount).toBe(Math.floor((50 * lines[29]!.multiplier_bp * 15_000) / 1e8));
    expect(await told('streak.reached')).toMatchObject([
      { streak: 'LOGIN', days: 7 },
      { streak: 'LOGIN', days: 30 },
    ]);
    expect(
      await rows("select count(*)::int as n from game_fact where user_id = $1 and kind = 'STREAK_MAINTAINED'", userId),
    ).toEqual([{ n: 2 }]);
  });

  test('breaks once when a day is over, and says which day and in which zone', async () => {
    await setTimeZone(game.scope({ userId }), { zone: 'America/New_York', dayStartHour: 0 });
    await logins(3);
    await passDays(1);
    expect(await streak()).toMatchObject({ days: 3 });
    await passDays(1);
    await Promise.all(Array.from({ length: 5 }, () => checkStreaks(game.scope())));
    expect(await streak()).toEqual({ days: 0, longest: 3 });
    const broken = await told('streak.broken');
    expect(broken).toMatchObject([{ streak: 'LOGIN', days: 3, zone: 'America/New_York' }]);
    await login();
    expect(await streak()).toEqual({ days: 1, longest: 3 });
    expect(await told('streak.broken')).toEqual(broken);
  });

  test('uses a freeze that its seventh day earned, once however many replicas look', async () => {
    await logins(7);
    expect(await freezes()).toEqual({ held: 1, used: 0 });
    game.clock.advance(2 * DAY_MS);
    await Promise.all(Array.from({ length: 6 }, () => checkStreaks(game.scope())));
    expect(await freezes()).toEqual({ held: 0, used: 1 });
    await login();
    expect(await streak()).toEqual({ days: 8, longest: 8 });
    expect(await told('streak.broken')).toEqual([]);
  });

  test('holds at most two freezes', async () => {
    await logins(21);
    expect(await freezes()).toEqual({ held: 2, used: 0 });
  });

  test('survives a planned pause, and does not grow in it', async () => {
    await logins(3);
    const day = (after: number) => new Date(game.clock.now().getTime() + after * DAY_MS).toISOString().slice(0, 10);
    const pause = { firstDay: day(1), lastDay: day(5) };
    expect(await planStreakPause(game.scope({ userId }), { ...pause, firstDay: day(0) })).toMatchObject({
      code: 'STREAK_PAUSE_INVALID',
    });
    expect(await planStreakPause(game.scope({ userId }), pause)).toEqual({ userId });
    expect(await planStreakPause(game.scope({ userId }), { firstDay: day(20), lastDay: day(21) })).toMatchObject({
      code: 'STREAK_PAUSE_TOO_SOON',
    });
    await passDays(6);
    await login();
    expect(await streak()).toEqual({ days: 4, longest: 4 });
  });

  test('can be repaired within two days, once, also by twins', async () => {
    await logins(5);
    await passDays(2);
    expect(await streak()).toMatchObject({ days: 0 });
    const repairs = await Promise.all([1, 2, 3].map(() => repairStreak(game.scope({ userId }), 'LOGIN')));
    expect(repairs.filter((outcome) => 'userId' in outcome)).toHaveLength(1);
    await login();
    expect(await streak()).toEqual({ days: 6, longest: 6 });
    await passDays(3);
    expect(await repairStreak(game.scope({ userId }), 'LOGIN')).toMatchObject({ code: 'STREAK_NOT_REPAIRABLE' });
  });

  test('keeps every day that counted when the zone changes', async () => {
    await logins(5);
    const before = await rows('select day::text, zone from streak_day where user_id = $1 order by day', userId);
    expect(await setTimeZone(game.scope({ userId }), { zone: 'Pacific/Kiritimati', dayStartHour: 4 })).toEqual({
      userId,
    });
    expect(await setTimeZone(game.scope({ userId }), { zone: 'Mars/Olympus', dayStartHour: 0 })).toMatchObject({
      code: 'TIME_ZONE_UNKNOWN',
    });
    game.clock.advance(DAY_MS);
    await login();
    expect(await rows('select day::text, zone from streak_day where user_id = $1 order by day', userId)).toMatchObject(
      before.concat([{ zone: 'Pacific/Kiritimati' }]),
    );
    expect(await streak()).toMatchObject({ days: 6 });
  });

  test('is kept by somebody who stays signed in, with one fact a day', async () => {
    for (let hour = 0; hour < 24; hour++) {
      await noticePresence(game.scope(), userId, game.clock.now());
      game.clock.advance(DAY_MS / 24);
    }
    expect(await streak()).toEqual({ days: 2, longest: 2 });
    expect(await rows('select count(*)::int as n from game_fact where user_id = $1', userId)).toEqual([{ n: 2 }]);
  });

  test('of activity counts what one does, not what one gets, and marks weeks', async () => {
    game.clock.set('2026-06-01T09:00:00Z'); // a Monday
    await login('KUDOS_RECEIVED');
    expect(await streak('ACTIVITY')).toBeUndefined();
    for (let day = 0; day < 7; day++) {
      await login('IDEA');
      game.clock.advance(DAY_MS);
    }
    expect(await streak('ACTIVITY')).toEqual({ days: 7, longest: 7 });
    expect(
      await rows(
        "select kind from game_fact where user_id = $1 and derived and kind <> 'ACHIEVEMENT_UNLOCKED' order by position",
        userId,
      ),
    ).toEqual([{ kind: 'WEEKLY_ACTIVE' }, { kind: 'PERFECT_WEEK' }]);
  });
});
