import type { Scope, Transaction } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { boardKey } from '../domain/board.ts';
import { boardMoved } from '../published/gamification.events.ts';
import { RANK_TOPICS } from '../published/topics.ts';
import { clearFolded, foldDeltas, mayFold } from '../storage/board-fold.store.ts';
import { claimMoves, readPending } from '../storage/told-ranks.store.ts';

/** Deltas folded, and users looked at, per beat. */
const FOLDED_AT_ONCE = 20_000;
/** Deltas folded by this replica until their room is given back: in the busiest times about once a second. */
const CLEARED_AFTER = 5_000;
const LOOKED_AT_ONCE = 100;
const NEWCOMERS_AT_ONCE = 1_000;

/** Folds the deltas of all boards into their histograms and tells of those who moved the top and the watchers; in one replica at a time, elsewhere it does nothing. */
export async function foldBoards(scope: Scope): Promise<number> {
  const board = boardKey('ALL_TIME', scope.clock.now());
  return scope.transact(async (tx) => {
    if (!(await mayFold(tx.sql))) return 0;
    const { folded, movers } = await foldDeltas(tx.sql, FOLDED_AT_ONCE, board);
    const waiting = await readPending(tx.sql, LOOKED_AT_ONCE);
    await tellMoves(tx, board, [...new Set([...movers, ...waiting])], 'movers');
    return folded;
  });
}

/** Tells those users whose rank on the all-time board is not what they were told last. */
export async function tellWatchers(scope: Scope, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const board = boardKey('ALL_TIME', scope.clock.now());
  await scope.transact((tx) => tellMoves(tx, board, userIds, 'watchers'));
}

async function tellMoves(
  tx: Transaction,
  board: string,
  userIds: readonly string[],
  as: 'movers' | 'watchers',
): Promise<void> {
  for (const { userId, ...move } of await claimMoves(tx.sql, board, userIds, as)) {
    await tx.tell(boardMoved, userId, { userId, board, ...move });
  }
}

/**
 * One beat, in every replica: fold, then look whether others passed those who watch at this replica. Newcomers first; with more watchers than
 * one beat looks at, they take turns, 400 a second. Their own moves do not wait for it. Last, what was folded is cleared away.
 */
export function boardKeeper(): (scope: Scope) => Promise<void> {
  let known = new Set<string>();
  let turn = 0;
  let folded = 0;
  return async (scope) => {
    folded += await foldBoards(scope);
    const watching = scope.live.followed(RANK_TOPICS).map((topic) => topic.slice(RANK_TOPICS.length));
    const newcomers = watching.filter((userId) => !known.has(userId)).slice(0, NEWCOMERS_AT_ONCE);
    if (turn >= watching.length) turn = 0;
    await tellWatchers(scope, [...new Set([...newcomers, ...watching.slice(turn, turn + LOOKED_AT_ONCE)])]);
    turn += LOOKED_AT_ONCE;
    known = new Set(watching.filter((userId) => known.has(userId)).concat(newcomers));
    if (folded < CLEARED_AFTER) return;
    folded = 0; // before the attempt, so that one that fails is not tried again at every beat
    await clearFolded(sqlOf(scope.em));
  };
}
