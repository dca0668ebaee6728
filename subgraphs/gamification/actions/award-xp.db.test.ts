import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { hearFact } from './hear-fact.ts';
import { takeBackFact } from './take-back-fact.ts';

const DAY_MS = 86_400_000;

describe('XP', () => {
  let game: TestMount<unknown>;
  beforeAll(async () => {
    game = await mountForTest(gamificationSubgraph());
  });
  afterAll(() => game.stop());

  const rows = async (sql: string, ...params: unknown[]) =>
    (await game.mounted.database.roadPool.query(sql, params)).rows;
  const hear = (userId: string, kind: string, sourceEventId = newId()) =>
    hearFact(game.scope(), { userId, kind, sourceEventId, happenedAt: game.clock.now() });
  const takeBack = (userId: string, kind: string, sourceEventId: string) =>
    takeBackFact(game.scope(), { userId, kind, sourceEventId }, game.clock.now());
  const xpOf = async (userId: string) =>
    (await rows('select xp from player where user_id = $1', userId))[0]?.xp as number;
  /** The XP that a new fact of this kind brings. */
  const award = async (userId: string, kind: string) => {
    const before = (await xpOf(userId)) ?? 0;
    await hear(userId, kind);
    return (await xpOf(userId)) - before;
  };

  test('is awarded once by 200 concurrent deliveries of the same event', async () => {
    const userId = newId();
    const event = newId();
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => hear(userId, 'SKILL_VERIFIED', event)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await rows('select xp, entries from player where user_id = $1', userId)).toEqual([{ xp: 250, entries: 1 }]);
    expect(
      await rows("select count(*)::int as n from outbox where aggregate_id = $1 and type = 'xp.awarded'", userId),
    ).toEqual([{ n: 1 }]);
  });

  test('stops at the daily cap and goes on the next day', async () => {
    const userId = newId();
    expect(await award(userId, 'DAILY_LOGIN')).toBe(50);
    expect(await award(userId, 'DAILY_LOGIN')).toBe(0);
    game.clock.advance(DAY_MS);
    expect(await award(userId, 'DAILY_LOGIN')).toBe(50);
    expect(await award(userId, 'PROFILE_COMPLETED')).toBe(100);
    expect(await award(userId, 'PROFILE_COMPLETED')).toBe(0);
  });

  test('keeps the sum, the numbering and the level true under parallel awards, and enters each level once', async () => {
    const userId = newId();
    for (let day = 0; day < 2; day++) {
      await Promise.all(Array.from({ length: 8 }, () => hear(userId, 'SKILL_VERIFIED')));
      game.clock.advance(DAY_MS);
    }
    const [sum] = await rows(
      `select p.xp, p.entries, sum(e.amount)::int as total, count(*)::int as n, max(e.sequence) as last
       from player p join xp_entry e using (user_id) where user_id = $1 group by 1, 2`,
      userId,
    );
    // five a day: 4 x 250 reach HAWK, from then on 1.1: two badges for that, 2 x 110, and 6 x 275
    expect(sum).toEqual({ xp: 2_870, entries: 12, total: 2_870, n: 12, last: 12 });
    expect(
      await rows("select body->>'level' as level from outbox where aggregate_id = $1 and type = 'level.up'", userId),
    ).toEqual([{ level: 'HAWK' }]);
  });

  test('is given back by an undo, to the point and once, also by twins that run at the same time', async () => {
    const [userId, event] = [newId(), newId()];
    await hear(userId, 'DAILY_LOGIN');
    await hear(userId, 'SKILL_VERIFIED', event);
    const undone = await Promise.all(Array.from({ length: 20 }, () => takeBack(userId, 'SKILL_VERIFIED', event)));
    expect(undone.filter(Boolean)).toHaveLength(1);
    expect(await rows('select amount, xp_after from xp_entry where user_id = $1 order by sequence', userId)).toEqual([
      { amount: 50, xp_after: 50 },
      { amount: 250, xp_after: 300 },
      { amount: -250, xp_after: 50 },
    ]);
    expect(await hear(userId, 'SKILL_VERIFIED', event)).toBe(false); // delivered again after the undo
    expect(await takeBack(userId, 'SKILL_VERIFIED', newId())).toBe(false);
  });

  test('of an action that is toggled 100 times is that of one', async () => {
    const userId = newId();
    for (let i = 0; i < 100; i++) {
      const event = newId();
      await hear(userId, 'DAILY_LOGIN', event);
      if (i < 99) await takeBack(userId, 'DAILY_LOGIN', event);
    }
    expect(await xpOf(userId)).toBe(50);
  });

  test('stays within its caps when many facts arrive at once', async () => {
    const userId = newId();
    await Promise.all(Array.from({ length: 12 }, () => hear(userId, 'IDEA')));
    const lines = await rows(
      "select amount from xp_entry where user_id = $1 and activity = 'IDEA' order by sequence",
      userId,
    );
    expect(lines.map(({ amount }) => amount as number)).toEqual([15, 15, 15, 7, 3]); // five a day, diminishing
  });

  test('makes the first of a kind an award of its own, and takes it back with it', async () => {
    const userId = newId();
    const [first, second] = [newId(), newId()];
    await Promise.all([hear(userId, 'VENTURE_CREATED', first), hear(userId, 'VENTURE_CREATED', second)]);
    const standing = async () =>
      (
        await rows(
          "select activity, sum(amount)::int as xp from xp_entry where user_id = $1 and activity like '%VENTURE%' group by 1 having sum(amount) > 0 order by 1",
          userId,
        )
      ).map(({ activity }) => activity as string);
    expect(await standing()).toEqual(['FIRST_VENTURE', 'VENTURE_CREATED']);
    await takeBack(userId, 'VENTURE_CREATED', first);
    expect(await standing()).toContain('FIRST_VENTURE');
    await takeBack(userId, 'VENTURE_CREATED', second);
    expect(await standing()).toEqual([]);
  });

  test('tells a level and a milestone once for ever, also when the XP fall below and rise again', async () => {
    const userId = newId();
    const decide = (kind: string, amount: number) =>
      hearFact(game.scope(), {
        ...{ userId, kind, sourceEventId: newId(), happenedAt: game.clock.now() },
        detail: { amount, reason: 'a test of levels' },
      });
    await decide('ADMIN_AWARD', 5_200);
    await decide('ADMIN_REVOKE', 100_000);
    expect(await xpOf(userId)).toBe(0);
    await decide('ADMIN_AWARD', 6_000);
    const told = await rows(
      `select type, coalesce(body->>'level', body->>'milestone') as what from outbox
       where aggregate_id = $1 and type in ('level.up', 'xp.milestone_reached') order by position`,
      userId,
    );
    expect(told.map(({ what }) => what as string)).toEqual(['HAWK', 'EAGLE', '100', '500', '1000', '5000']);
  });

  test('cannot be edited or removed from the ledger or the log', async () => {
    await award(newId(), 'DAILY_LOGIN');
    await expect(rows("update game_fact set kind = 'X'")).rejects.toThrow('append-only');
    await expect(rows('truncate game_fact cascade')).rejects.toThrow('append-only');
    await expect(rows('update xp_entry set amount = 1')).rejects.toThrow('append-only');
    await expect(rows('delete from xp_entry')).rejects.toThrow('append-only');
  });

  test('shows its history to its owner only, page by page, and refuses a foreign cursor', async () => {
    const [owner, other] = [newId(), newId()];
    for (let i = 0; i < 3; i++) {
      await award(owner, 'DAILY_LOGIN');
      game.clock.advance(DAY_MS);
    }
    await award(other, 'DAILY_LOGIN');
    const ask = (of: string, by: string, after?: string) =>
      game.graphql(
        `query ($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on User { gamification { xp level { name }
          xpHistory(first: 2, after: $after) { edges { cursor node { sequence amount } } pageInfo { hasNextPage endCursor } } } } } }`,
        { r: [{ __typename: 'User', id: of }], after },
        { userId: by },
      );
    type Answer = {
      gamification: { xpHistory: { edges: unknown[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    };
    const first = ((await ask(owner, owner)).data!._entities as Answer[])[0]!.gamification.xpHistory;
    expect(first.edges).toMatchObject([{ node: { sequence: 3 } }, { node: { sequence: 2 } }]);
    const second = ((await ask(owner, owner, first.pageInfo.endCursor)).data!._entities as Answer[])[0]!.gamification;
    expect(second.xpHistory).toMatchObject({ edges: [{ node: { sequence: 1 } }], pageInfo: { hasNextPage: false } });
    expect((await ask(owner, other)).errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect((await ask(other, other, first.pageInfo.endCursor)).errors?.[0]?.message).toContain('does not belong');
  });

  test('asks the database the same number of times for 2 players as for 60', async () => {
    const users = Array.from({ length: 60 }, () => newId());
    for (const userId of users) await award(userId, 'DAILY_LOGIN');
    const statementsFor = async (ids: string[]) => {
      game.statements.length = 0;
      await game.graphql(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { gamification { xp progressPercent level { name } nextLevel { name } } } } }',
        { r: ids.map((id) => ({ __typename: 'User', id })) },
        { userId: users[0] },
      );
      return game.statements.length;
    };
    expect(await statementsFor(users)).toBe(await statementsFor(users.slice(0, 2)));
  });
});
