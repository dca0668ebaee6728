import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { hearFact } from '../actions/hear-fact.ts';
import { takeBackFact } from '../actions/take-back-fact.ts';
import { followStanding } from '../actions/follow-standing.ts';
import { befriend, joinVenture, leaveVenture, partFriends } from '../actions/follow-groups.ts';
import { gamificationSubgraph } from '../subgraph.ts';

const DAY_MS = 86_400_000;
interface Row {
  rank: number;
  xp: number;
  isMe: boolean;
  user: { id: string } | null;
}

interface BoardPage {
  edges: { cursor: string; node: Row }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

let game: TestMount<unknown>;
beforeAll(async () => {
  game = await mountForTest(gamificationSubgraph());
});
afterAll(() => game.stop());
beforeEach(async () => {
  await game.mounted.database.roadPool.query(
    'delete from board_score; delete from board_delta; delete from board_count',
  );
});

async function gain(userId: string, times = 1, happenedAt = game.clock.now()): Promise<string> {
  let sourceEventId = '';
  for (let i = 0; i < times; i++) {
    sourceEventId = newId();
    await hearFact(game.scope(), { userId, kind: 'SKILL_VERIFIED', sourceEventId, happenedAt });
  }
  return sourceEventId;
}

async function ask<T>(query: string, userId: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors } = await game.graphql(query, variables, { userId });
  expect(errors).toBeUndefined();
  return data as T;
}

const FIELDS = 'rank xp isMe user { id }';
const around = async (userId: string, args = '') =>
  (await ask<{ rankAroundMe: Row[] }>(`{ rankAroundMe${args} { ${FIELDS} } }`, userId)).rankAroundMe;

async function pages(userId: string, args: string, first: number): Promise<{ rows: Row[]; cursors: string[] }> {
  const rows: Row[] = [];
  const cursors: string[] = [];
  for (let after: string | null = null; ;) {
    const { leaderboard }: { leaderboard: BoardPage } = await ask(
      `query ($first: Int!, $after: String) { leaderboard(${args} first: $first, after: $after) {
         edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage endCursor } } }`,
      userId,
      { first, after },
    );
    rows.push(...leaderboard.edges.map(({ node }) => node));
    cursors.push(...leaderboard.edges.map(({ cursor }) => cursor));
    if (!leaderboard.pageInfo.hasNextPage) return { rows, cursors };
    after = leaderboard.pageInfo.endCursor;
  }
}

describe('a board', () => {
  test('shows everybody once, page by page, with shared ranks for equals and whoever was earlier first', async () => {
    const [first, late, early, last] = [newId(), newId(), newId(), newId()] as const;
    await gain(first, 3);
    await gain(early, 2);
    game.clock.advance(1_000);
    await gain(late, 2);
    await gain(last);
    for (const size of [1, 2, 3, 10]) {
      const { rows } = await pages(last, '', size);
      expect(rows.map(({ user, rank }) => [user!.id, rank])).toEqual([[first, 1], [early, 2], [late, 2], [last, 4]]); // prettier-ignore
    }
  });

  test('pages through ties of the same instant without losing or repeating anybody', async () => {
    const users = Array.from({ length: 9 }, () => newId());
    for (const userId of users) await gain(userId);
    const { rows } = await pages(users[0]!, '', 2);
    expect(rows.map(({ user }) => user!.id)).toEqual(users.toSorted());
    expect(new Set(rows.map(({ rank }) => rank))).toEqual(new Set([1]));
  });

  test('around me is five above and five below, fewer at the top and at the bottom, nothing without XP', async () => {
    const users = Array.from({ length: 14 }, () => newId());
    for (const [i, userId] of users.entries()) {
      await gain(userId);
      game.clock.advance(1_000 + i);
    }
    const windowOf = async (at: number) => (await around(users[at]!)).map(({ user }) => users.indexOf(user!.id));
    expect(await windowOf(0)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await windowOf(7)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await windowOf(13)).toEqual([8, 9, 10, 11, 12, 13]);
    expect(await around(newId())).toEqual([]);
  });

  test('goes back when XP is taken back, and counts what is heard late in the period in which it happened', async () => {
    const [one, other] = [newId(), newId()] as const;
    const source = await gain(one, 2);
    await gain(other);
    const rankOf = async (userId: string, period = 'ALL_TIME') =>
      (await around(userId, `(period: ${period})`)).find(({ isMe }) => isMe);
    expect(await rankOf(other)).toMatchObject({ rank: 2 });
    await takeBackFact(game.scope(), { userId: one, kind: 'SKILL_VERIFIED', sourceEventId: source }, game.clock.now());
    expect(await rankOf(other)).toMatchObject({ rank: 1 });
    expect(await rankOf(one)).toMatchObject({ rank: 1, xp: 250 });

    const earned = game.clock.now();
    game.clock.advance(35 * DAY_MS);
    expect(await rankOf(one, 'WEEK')).toBeUndefined();
    await gain(one, 1, earned);
    expect(await rankOf(one, 'WEEK')).toBeUndefined();
    expect(await rankOf(one, 'MONTH')).toBeUndefined();
    expect(await rankOf(one)).toMatchObject({ rank: 1, xp: 500 });
    await gain(other);
    expect(await rankOf(other, 'WEEK')).toMatchObject({ rank: 1, xp: 250 });
    const { rows } = await game.mounted.database.roadPool.query(
      "select p.user_id from player p join board_score s on s.user_id = p.user_id and s.board = 'xp' where s.score <> p.xp",
    );
    expect(rows).toEqual([]);
  });

  test('of friends ranks oneself and connections, of a venture its members, and neither shows anything to others', async () => {
    const [me, friend, stranger] = [newId(), newId(), newId()] as const;
    const venture = newId();
    await gain(stranger, 3);
    await gain(friend, 2);
    await gain(me);
    await befriend(game.scope(), friend, me, '2026-01-02T00:00:00Z');
    const idsOf = async (userId: string, args: string) =>
      (await pages(userId, args, 1)).rows.map(({ user }) => user!.id);
    expect(await idsOf(me, 'board: FRIENDS')).toEqual([friend, me]);
    expect(await idsOf(stranger, 'board: FRIENDS')).toEqual([stranger]);
    expect((await around(me, '(board: FRIENDS)')).map(({ rank }) => rank)).toEqual([1, 2]);

    for (const member of [me, stranger]) await joinVenture(game.scope(), venture, member);
    const ofVenture = `board: VENTURE, ventureId: "${venture}"`;
    expect(await idsOf(me, ofVenture)).toEqual([stranger, me]);
    const boardsOf = (userId: string, args: string) =>
      ask(`{ leaderboard(${args}) { edges { cursor } } rankAroundMe(${args}) { rank } }`, userId);
    const nothing = { leaderboard: null, rankAroundMe: null };
    expect(await boardsOf(friend, ofVenture)).toEqual(nothing);
    expect(await boardsOf(me, `board: VENTURE, ventureId: "${newId()}"`)).toEqual(nothing);
    await leaveVenture(game.scope(), venture, me);
    expect(await boardsOf(me, ofVenture)).toEqual(nothing);
  });

  test('of friends shows nobody any more once it ended, in whatever order the two are heard, until they connect again', async () => {
    const [me, friend] = [newId(), newId()] as const;
    for (const player of [me, friend]) await gain(player);
    const friendsOf = async (userId: string) =>
      (await pages(userId, 'board: FRIENDS', 1)).rows.map(({ user }) => user!.id).filter((id) => id !== userId);
    await partFriends(game.scope(), me, friend, '2026-01-03T00:00:00Z');
    await befriend(game.scope(), friend, me, '2026-01-02T00:00:00Z');
    expect([await friendsOf(me), await friendsOf(friend)]).toEqual([[], []]);
    const again = ['2026-01-04T00:00:00Z', '2026-01-04T00:00:00Z'];
    await Promise.all(again.map((at) => befriend(game.scope(), me, friend, at)));
    expect([await friendsOf(me), await friendsOf(friend)]).toEqual([[friend], [me]]);
    await Promise.all([me, friend].map((one) => partFriends(game.scope(), one, one === me ? friend : me, again[0]!)));
    expect([await friendsOf(me), await friendsOf(friend)]).toEqual([[], []]);
  });

  test('hides a suspended player, who gains in silence and comes back with it', async () => {
    const [one, other] = [newId(), newId()] as const;
    await gain(one, 2);
    await gain(other);
    await Promise.all([followStanding(game.scope(), one, 'SUSPENDED'), gain(one)]);
    expect((await pages(other, '', 5)).rows).toMatchObject([{ rank: 1, user: { id: other } }]);
    expect(await around(one)).toEqual([]);
    await followStanding(game.scope(), one, 'ACTIVE');
    await followStanding(game.scope(), one, 'ACTIVE');
    expect((await pages(other, '', 5)).rows).toMatchObject([{ rank: 1, xp: 750 }, { rank: 2 }]);
  });

  test('asks the database the same number of times for 2 rows as for 60, and for the ranks of 60 players as of 2', async () => {
    const users = Array.from({ length: 60 }, () => newId());
    for (const userId of users) await gain(userId);
    const statementsOf = async (query: string, variables = {}) => {
      game.statements.length = 0;
      await ask(query, users[0]!, variables);
      return game.statements.length;
    };
    expect(await statementsOf(`{ leaderboard(first: 60) { edges { node { ${FIELDS} } } } }`)).toBe(1);
    expect(await statementsOf(`{ rankAroundMe { ${FIELDS} } }`)).toBe(1);
    const ranks = (ids: string[]) =>
      statementsOf(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { gamification { rank } } } }',
        {
          r: ids.map((id) => ({ __typename: 'User', id })),
        },
      );
    expect(await ranks(users)).toBe(await ranks(users.slice(0, 2)));
  });
});

test('who opts out is counted and nowhere named: on no board, around nobody, by no cursor, entity or league', async () => {
  const [hidden, me] = [newId(), newId()] as const;
  const venture = newId();
  await gain(hidden, 2);
  await gain(me);
  await befriend(game.scope(), hidden, me, '2026-01-02T00:00:00Z');
  for (const member of [hidden, me]) await joinVenture(game.scope(), venture, member);
  await ask(
    'mutation { setBoardPrivacy(input: { isPublic: false }) { ... on BoardPrivacySet { isPublic profile { rank } } } }',
    hidden,
  );
  const ofVenture = `board: VENTURE, ventureId: "${venture}"`;
  for (const args of ['', 'board: FRIENDS', ofVenture, 'period: WEEK']) {
    const seen = await pages(me, args, 1);
    expect(seen.rows).toEqual([
      { rank: 1, xp: 500, isMe: false, user: null },
      { rank: 2, xp: 250, isMe: true, user: { id: me } },
    ]);
    const given = seen.cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString('latin1')).join();
    expect(given).not.toContain(hidden);
    const window = await around(me, args && `(${args})`);
    expect(JSON.stringify([window, seen.rows])).not.toContain(hidden);
    expect(window).toHaveLength(2);
  }
  const entities = `query ($r: [_Any!]!) { _entities(representations: $r) {
    ... on User { gamification { xp rank } } ... on GamificationProfile { xp rank } } }`;
  const r = [
    { __typename: 'User', id: hidden },
    { __typename: 'GamificationProfile', userId: hidden },
  ];
  expect(await ask(entities, me, { r })).toEqual({ _entities: [{ gamification: null }, null] });
  expect(await ask(entities, hidden, { r })).toMatchObject({ _entities: [{ gamification: { rank: 1 } }, { xp: 500 }] });
  expect((await around(hidden))[0]).toEqual({ rank: 1, xp: 500, isMe: true, user: { id: hidden } });
});
