import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { eventually } from '#chassis/testing/eventually';
import { callerOf, mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { ensurePlayer } from './ensure-player.ts';
import { hearFact } from './hear-fact.ts';
import { tellWatchers } from './keep-boards.ts';
import { takeBackFact } from './take-back-fact.ts';
import { writePrivacy } from '../storage/board-privacy.store.ts';
import { moveScores } from '../storage/board-scores.store.ts';
import { cohortOf } from '../domain/board.ts';
import { COHORTS_OF_EARLIER } from '../storage/migrations/0030-cohort-boards.ts';
import { COHORT_OF_SCORES } from '../storage/migrations/0031-cohort-of-scores.ts';

interface Move {
  rank: number;
  previousRank: number | null;
  xp: number;
  isMe: boolean;
  user: { id: string } | null;
  at: number;
}

let game: TestMount<unknown>;
beforeAll(async () => {
  game = await mountForTest(gamificationSubgraph(), { background: true });
});
afterAll(() => game.stop());

/** By who began to play long before the clock of this test. */
const EARLIER = new Date('2020-01-15T00:00:00Z');
const gain = (userId: string, amount: number) =>
  game.scope().transact(async (tx) => {
    await ensurePlayer(tx, userId, EARLIER);
    await moveScores(tx.sql, [{ userId, cohort: cohortOf(EARLIER), amount, board: 'xp', at: game.clock.now() }]);
  });

async function rankOf(userId: string): Promise<number> {
  const { rows } = await game.mounted.database.roadPool.query<{ rank: number }>(
    `select 1 + count(*)::int as rank from board_score where board = 'xp'
     and score > (select score from board_score where board = 'xp' and user_id = $1)`,
    [userId],
  );
  return rows[0]!.rank;
}

async function watch(userId: string, channel: 'MINE' | 'TOP'): Promise<{ moves: Move[]; stop(): Promise<unknown> }> {
  const query = `subscription { leaderboardMoved(channel: ${channel}) { rank previousRank xp isMe user { id } } }`;
  const stream = await game.mounted.endpoint.subscribe({ query, variables: {}, caller: callerOf({ userId }) });
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
  const moves: Move[] = [];
  void (async () => {
    for await (const { data } of stream) moves.push({ ...(data!['leaderboardMoved'] as Move), at: performance.now() });
  })();
  return { moves, stop: async () => stream.return?.() };
}
const known = (userId: string) =>
  eventually(async () => {
    const { rows } = await game.mounted.database.roadPool.query('select from board_told where user_id = $1', [userId]);
    expect(rows).toHaveLength(1);
  });

test('a watcher hears own moves, also when others pass, at most once a second, and always the last one', async () => {
  const [me, other] = [newId(), newId()] as const;
  const mine = await watch(me, 'MINE');
  await known(me);
  await gain(me, 100);
  await eventually(() => expect(mine.moves).toMatchObject([{ rank: 1, previousRank: null, xp: 100, isMe: true }]));
  for (let i = 0; i < 20; i++) await gain(i % 2 ? me : other, 60);
  await gain(other, 500);
  await eventually(() => expect(mine.moves.at(-1)).toMatchObject({ rank: 2, previousRank: 1, xp: 700 }));
  const gaps = mine.moves.slice(1).map(({ at }, i) => at - mine.moves[i]!.at);
  expect(Math.min(...gaps)).toBeGreaterThan(700); // one second between the claims; the way of an event may be shorter or longer
  await mine.stop();
});

test('everybody hears the moves of the top, and nobody learns who does not want to be named', async () => {
  const [me, hidden, shown] = [newId(), newId(), newId()] as const;
  await game.scope().transact((tx) => writePrivacy(tx.sql, hidden, false, game.clock.now()));
  const top = await watch(me, 'TOP');
  const own = await watch(hidden, 'TOP');
  await gain(hidden, 5_000);
  await gain(shown, 4_000);
  await eventually(() => expect(top.moves.map(({ xp }) => xp)).toEqual(expect.arrayContaining([4_000, 5_000])));
  expect(top.moves.find(({ xp }) => xp === 5_000)).toMatchObject({ rank: 1, isMe: false, user: null });
  expect(top.moves.find(({ xp }) => xp === 4_000)).toMatchObject({ rank: 2, user: { id: shown } });
  await eventually(() => expect(own.moves.find(({ isMe }) => isMe)).toMatchObject({ user: { id: hidden } }));
  await top.stop();
  await own.stop();
});

test('nobody is told about who neither watches nor stands at the top', async () => {
  const field = Array.from({ length: 120 }, () => newId());
  for (const userId of field) await gain(userId, 10_000);
  const far = newId();
  await gain(far, 1);
  await eventually(async () => {
    const { rows } = await game.mounted.database.roadPool.query('select from board_delta');
    expect(rows).toEqual([]);
  });
  const { rows } = await game.mounted.database.roadPool.query('select from outbox where aggregate_id = $1', [far]);
  expect(rows).toEqual([]);
});

test('replicas that look at the same moment tell a change once', async () => {
  const [me, other] = [newId(), newId()] as const;
  await gain(me, 1_000);
  await tellWatchers(game.scope(), [me]);
  await gain(other, 90_000);
  await Promise.all(Array.from({ length: 6 }, () => tellWatchers(game.scope(), [me])));
  const { rows } = await game.mounted.database.roadPool.query(
    "select body->'rank' as rank from outbox where type = 'board.moved' and aggregate_id = $1 order by sequence desc limit 2",
    [me],
  );
  expect(rows[0]).toEqual({ rank: await rankOf(me) });
  expect(new Set(rows.map(({ rank }) => rank as number)).size).toBe(rows.length);
});

describe('the board of a cohort', () => {
  const rows = async (sql: string) => (await game.mounted.database.roadPool.query(sql)).rows as object[];
  const board = async (userId: string, period = 'ALL_TIME') => {
    const query = `{ leaderboard(board: COHORT, period: ${period}) { edges { node { rank xp user { id } } } }
      rankAroundMe(board: COHORT, period: ${period}) { rank user { id } } }`;
    const { data, errors } = await game.graphql(query, {}, { userId });
    expect(errors).toBeUndefined();
    type Row = { rank: number; user: { id: string } };
    const shown = (all: readonly Row[]) => all.map(({ rank, user }) => [user.id, rank]);
    const page = data!['leaderboard'] as { edges: { node: Row }[] } | null;
    const around = data!['rankAroundMe'] as Row[] | null;
    if (page === null || around === null) return expect([page, around]).toEqual([null, null]);
    const all = shown(page.edges.map(({ node }) => node));
    // no board here is longer than the window around me
    expect(shown(around)).toEqual(all.some(([id]) => id === userId) ? all : []);
    return all;
  };
  const learn = async (userId: string, happenedAt = game.clock.now()) => {
    const fact = { userId, kind: 'SKILL_VERIFIED', sourceEventId: newId() };
    await hearFact(game.scope(), { ...fact, happenedAt });
    return fact;
  };

  test('ranks exactly those who began to play in the same month, in every period', async () => {
    const [ann, bob, cat, nobody] = [newId(), newId(), newId(), newId()] as const;
    const began = game.clock.now();
    await learn(ann);
    await learn(bob);
    const undone = await learn(bob);
    game.clock.advance(35 * 86_400_000);
    for (let i = 0; i < 3; i++) await learn(cat);
    expect(await board(ann)).toEqual([[bob, 1], [ann, 2]]); // prettier-ignore
    expect(await board(cat)).toEqual([[cat, 1]]);
    expect(await board(nobody)).toBeUndefined();
    await learn(ann);
    await learn(ann, began); // heard late: it counts when it happened
    expect(await board(bob, 'MONTH')).toEqual([[ann, 1]]);
    expect(await board(cat, 'WEEK')).toEqual([[cat, 1]]);
    await takeBackFact(game.scope(), undone, game.clock.now());
    expect(await board(bob)).toEqual([[ann, 1], [bob, 2]]); // prettier-ignore

    await eventually(async () => expect(await rows('select from board_delta')).toEqual([]));
    expect(await board(bob)).toEqual([[ann, 1], [bob, 2]]); // prettier-ignore
    await expectMigrated();
  });

  /** The tables as they were before boards knew cohorts, in a schema that hides today's, and then what migrations make of them. */
  async function expectMigrated(): Promise<void> {
    const client = await game.mounted.database.roadPool.connect();
    const kept = async (table: string, columns: string) =>
      (await client.query(`select ${columns} from ${table} order by ${columns}`)).rows as object[];
    const score = 'board, user_id, cohort, score, reached_at, counted';
    const count = 'board, cohort, grain, bucket, players';
    try {
      await client.query('begin');
      await client.query('set local search_path = gamification, pg_temp');
      const today = [
        await kept('board_score', score),
        await kept('(select * from board_count where players <> 0) c', count),
      ];
      await client.query('set local search_path = pg_temp, gamification');
      await client.query(`create temporary table board_score on commit drop as
        select user_id, board, score, reached_at, counted from gamification.board_score`);
      await client.query(`create temporary table board_count on commit drop as
        select s.board, g.grain, s.score >> g.grain as bucket, count(*) as players
        from board_score s cross join (values (0), (5), (10), (15)) as g (grain) where s.counted group by 1, 2, 3`);
      await client.query(`create temporary table board_delta (board text, id bigint generated always as identity, user_id uuid, to_score int)
        on commit drop`);
      await client.query(
        `insert into board_delta (board, user_id, to_score) select board, user_id, score from board_score`,
      );
      for (const statement of COHORTS_OF_EARLIER) await client.query(statement);
      const { rowCount } = await client.query("select from board_count where board like '%@%'");
      expect(rowCount).toBeGreaterThan(0);
      for (const statement of COHORT_OF_SCORES) await client.query(statement);
      expect([await kept('board_score', score), await kept('board_count', count)]).toEqual(today);
      expect(await kept('board_delta', 'board, cohort')).toEqual([]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
});

test('deltas that were folded do not lie in the way of ranks until autovacuum comes', async () => {
  const moves = Array.from({ length: 6_000 }, () => ({ userId: newId(), amount: 5, at: game.clock.now() }));
  await game.scope().transact((tx) => moveScores(tx.sql, moves.map((move) => ({ ...move, cohort: 1, board: 'xp:far' })))); // prettier-ignore
  await eventually(async () => {
    const { rows } = await game.mounted.database.roadPool.query(
      `select vacuum_count > 0 as is_cleared, (select count(*)::int from board_delta) as unfolded
       from pg_stat_user_tables where relid = 'board_delta'::regclass`,
    );
    expect(rows).toEqual([{ is_cleared: true, unfolded: 0 }]);
  });
});
