import { randomInt } from 'node:crypto';
import pg from 'pg';
import { sqlOn } from '#chassis/testing/producer';
import { boardsAt, cohortOf } from '#subgraphs/gamification/domain/board';
import { moveScores } from '#subgraphs/gamification/storage/board-scores.store';
import { joinedAt, playerId } from './players.ts';

/**
 * Changes the XP of players at a steady rate, `BATCH` players per transaction, each on the boards of all time, month and week, one in ten of them
 * downwards. What a batch comes late, it does not make up for by pausing less than nothing: the rate reached is reported.
 */
const BATCH = 20;
const CONNECTIONS = 6;
const [url, players, perSecond, ms] = process.argv.slice(2) as [string, string, string, string];

const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
const startedAt = performance.now();
const endsAt = startedAt + Number(ms);
const intervalMs = (1_000 * BATCH) / Number(perSecond);
let started = 0;
let updates = 0;

async function write(): Promise<void> {
  for (;;) {
    const dueAt = startedAt + started++ * intervalMs;
    if (dueAt >= endsAt || performance.now() >= endsAt) return;
    const early = dueAt - performance.now();
    if (early > 0) await new Promise((resolve) => void setTimeout(resolve, early));
    const at = new Date();
    const moves = Array.from({ length: BATCH }, () => {
      const player = randomInt(Number(players));
      const userId = playerId(player);
      const amount = randomInt(10) === 0 ? -5 * randomInt(1, 50) : 5 * randomInt(1, 100);
      const cohort = cohortOf(joinedAt(player));
      return boardsAt(at).map((board) => ({ userId, cohort, board, amount, at }));
    }).flat();
    await moveScores(sqlOn(pool), moves);
    updates += BATCH;
  }
}
await Promise.all(Array.from({ length: CONNECTIONS }, write));
const seconds = (performance.now() - startedAt) / 1_000;
await pool.end();
process.send?.({ perSecond: updates / seconds });
process.disconnect?.();
