import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PoolClient } from 'pg';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { sqlOn } from '#chassis/testing/producer';
import type { Sql } from '#chassis/storage/transact';
import { foldBoards } from '../actions/keep-boards.ts';
import { ranked } from '../domain/board.ts';
import { gamificationSubgraph } from '../subgraph.ts';
import { readAround, readRanks, readStretch } from './board-ranks.store.ts';
import { hideFromBoards, moveScores, returnToBoards } from './board-scores.store.ts';

const AT = new Date('2026-01-05T09:00:00Z');
const BOARD = 'xp';

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

const move = (moves: { userId: string; amount: number }[]) =>
  game.scope().transact((tx) => moveScores(tx.sql, moves.map((one) => ({ ...one, board: BOARD, at: AT })))); // prettier-ignore

async function naive(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; rank: number }>(
    `select s.user_id as id, 1 + (select count(*)::int from board_score o where o.board = s.board and o.counted and o.score > s.score) as rank
     from board_score s where board = ? and counted`,
    [BOARD],
  );
  return new Map(rows.map(({ id, rank }) => [id, rank]));
}

const exactRanks = async (sql: Sql, users: readonly string[]) =>
  new Map((await readRanks(sql, BOARD, users)).map(({ userId, rank }) => [userId, rank]));

describe('the rank', () => {
  const users = Array.from({ length: 60 }, () => newId());

  test('equals the naive count at every instant of parallel gains, undos, suspensions and folding, ties included', async () => {
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
          expect(await exactRanks(sql, users)).toEqual(await naive(sql));
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
      expect(await exactRanks(sql, users)).toEqual(await naive(sql));
    });
  });

  test('is the same on every page and in every window as counted alone', async () => {
    await inSnapshot(async (sql) => {
      const expected = await naive(sql);
      const board = await readStretch(sql, BOARD, 100, null);
      expect(board.rows.map(({ userId }) => userId).toSorted()).toEqual([...expected.keys()].toSorted());
      for (const [at, { userId }] of board.rows.entries()) {
        const around = await readAround(sql, BOARD, userId);
        const window = board.rows.slice(Math.max(at - 5, 0), at + 6);
        expect(around.rows.map((row) => row.userId)).toEqual(window.map((row) => row.userId));
        for (const row of ranked(around.rows, around.counted)) expect(row.rank).toBe(expected.get(row.userId));
      }
    });
  });

  test('leaves in the histogram what the scores say, at every grain', async () => {
    const pool = game.mounted.database.roadPool;
    const { rows } = await pool.query(
      `select board, grain, bucket, players from board_count where players <> 0
       except select board, grain, score >> grain, count(*)::int from board_score cross join (values (0), (5), (10), (15)) as g (grain)
       where counted group by 1, 2, 3`,
    );
    expect(rows).toEqual([]);
  });
});
