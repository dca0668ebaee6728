import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PoolClient } from 'pg';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { sqlOn } from '#chassis/testing/producer';
import type { Sql } from '#chassis/storage/transact';
import { foldBoards } from '../actions/keep-boards.ts';
import { EVERYBODY, cohortOf, ranked, type Board } from '../domain/board.ts';
import { gamificationSubgraph } from '../subgraph.ts';
import { readAround, readRanks, readStretch } from './board-ranks.store.ts';
import { HISTOGRAM } from './derived-tables.ts';
import { hideFromBoards, moveScores, returnToBoards } from './board-scores.store.ts';

const AT = new Date('2026-01-05T09:00:00Z');
const BOARD = 'xp';
/** Of three months; one player in two began in the first, so that cohorts are unlike in size. */
const COHORTS = ['2025-10-31', '2025-11-01', '2025-12-15'].map((day) => cohortOf(new Date(day)));
const BOARDS: readonly Board[] = [EVERYBODY, ...COHORTS].map((cohort) => ({ key: BOARD, cohort }));

/** A seeded source of chance (mulberry32), so that a failure can be had again. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

let game: TestMount<unknown>;
beforeAll(async () => {
  game = await mountForTest(gamificationSubgraph());
});
afterAll(() => game.stop());

async function inSnapshot<T>(read: (sql: Sql, client: PoolClient) => Promise<T>): Promise<T> {
  const client = await game.mounted.database.roadPool.connect();
  try {
    await client.query('begin isolation level repeatable read');
    return await read(sqlOn(client) as Sql, client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const users = Array.from({ length: 60 }, () => newId());
const cohortAt = (place: number): number => COHORTS[Math.max((place % 4) - 1, 0)]!;

const move = (moves: { userId: string; amount: number }[]) => {
  const given = moves.map((one) => ({ ...one, cohort: cohortAt(users.indexOf(one.userId)), board: BOARD, at: AT }));
  return game.scope().transact((tx) => moveScores(tx.sql, given));
};

async function naive(sql: Sql, { key, cohort }: Board): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; rank: number }>(
    `with among as (select * from board_score where board = ? and counted and ?::integer in (${EVERYBODY}, cohort))
     select s.user_id as id, 1 + (select count(*)::int from among o where o.score > s.score) as rank from among s`,
    [key, cohort],
  );
  return new Map(rows.map(({ id, rank }) => [id, rank]));
}

/** Of all users, so that a rank of somebody on the board of another cohort would be seen. */
async function expectExact(sql: Sql): Promise<void> {
  for (const board of BOARDS) {
    const ranks = await readRanks(sql, board, users);
    expect(new Map(ranks.map(({ userId, rank }) => [userId, rank]))).toEqual(await naive(sql, board));
  }
}

describe('the rank', () => {
  test('equals the naive count, among everybody and in each cohort, at every instant of parallel gains, undos, suspensions and folding, ties included', async () => {
    const below = chance(20_260_105);
    const amounts = [5, 25, 25, 50, 100, 1_000, 40_000, -5, -25, -50];
    await move(users.map((userId) => ({ userId, amount: 50 })));
    let writing = true;
    const mine = (part: number) => users.filter((_, i) => i % 3 === part);
    const writers = [0, 1, 2].map(async (part) => {
      for (let i = 0; i < 60; i++) {
        const userId = mine(part)[below(20)]!;
        if (i % 15 === 7) await game.scope().transact((tx) => hideFromBoards(tx.sql, userId, AT));
        if (i % 15 === 12)
          for (const one of mine(part)) await game.scope().transact((tx) => returnToBoards(tx.sql, one));
        await move([{ userId, amount: amounts[below(amounts.length)]! }]);
      }
    });
    const folders = [0, 1].map(async () => {
      let folded = 0;
      while (writing) folded += await foldBoards(game.scope());
      return folded;
    });
    let samples = 0;
    let unfolded = 0;
    const reader = (async () => {
      while (writing) {
        await inSnapshot(async (sql) => {
          const [{ n }] = (await sql<{ n: number }>('select count(*)::int as n from board_delta')) as [{ n: number }];
          unfolded += Math.sign(n);
          await expectExact(sql);
          samples += 1;
        });
      }
    })();
    await Promise.all(writers);
    writing = false;
    await reader;
    expect(Math.max(...(await Promise.all(folders)))).toBeGreaterThan(0);
    expect(samples).toBeGreaterThan(5);
    expect(unfolded).toBeGreaterThan(0);
    await foldBoards(game.scope());
    await inSnapshot(async (sql) => {
      expect(await sql('select from board_delta')).toEqual([]);
      await expectExact(sql);
    });
  });

  test.each(BOARDS)('is the same on every page and in every window of board %o as counted alone', async (board) => {
    await inSnapshot(async (sql) => {
      const expected = await naive(sql, board);
      const page = await readStretch(sql, board, 100, null);
      expect(page.rows.map(({ userId }) => userId).toSorted()).toEqual([...expected.keys()].toSorted());
      expect(ranked(page.rows, page.counted).map(({ rank }) => rank)).toEqual(page.rows.map(({ userId }) => expected.get(userId))); // prettier-ignore
      for (const [at, { userId }] of page.rows.entries()) {
        const around = await readAround(sql, board, userId);
        const window = page.rows.slice(Math.max(at - 5, 0), at + 6);
        expect(around.rows.map((row) => row.userId)).toEqual(window.map((row) => row.userId));
        for (const row of ranked(around.rows, around.counted)) expect(row.rank).toBe(expected.get(row.userId));
      }
    });
  });

  test('leaves in the histogram what the scores say, at every grain', async () => {
    const pool = game.mounted.database.roadPool;
    const { rows } = await pool.query(
      `with kept as (select board, cohort, grain, bucket, players from board_count where players <> 0), due as (${HISTOGRAM})
       (table kept except table due) union all (table due except table kept)`,
    );
    expect(rows).toEqual([]);
  });
});
