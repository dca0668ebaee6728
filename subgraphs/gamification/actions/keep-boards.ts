import type { Scope, Transaction } from '#chassis/mount/scope';
import { boardKey } from '../domain/board.ts';
import { boardMoved } from '../published/gamification.events.ts';
import { RANK_TOPICS } from '../published/topics.ts';
import { foldDeltas, mayFold } from '../storage/board-fold.store.ts';
import { claimMoves, readPending } from '../storage/told-ranks.store.ts';

/** Deltas folded, and users looked at, per beat. */
const FOLDED_AT_ONCE = 20_000;
const LOOKED_AT_ONCE = 500;

/** Folds the deltas of all boards into their histograms and tells who of the top moved; in one replica at a time, elsewhere it does nothing. */
export async function foldBoards(scope: Scope): Promise<number> {
  const board = boardKey('ALL_TIME', scope.clock.now());
  return scope.transact(async (tx) => {
    if (!(await mayFold(tx.sql))) return 0;
    const { folded, top } = await foldDeltas(tx.sql, FOLDED_AT_ONCE, board);
    const waiting = await readPending(tx.sql, LOOKED_AT_ONCE);
    await tellMoves(tx, board, [...new Set([...top, ...waiting])], new Set(top));
    return folded;
  });
}

/** Tells those users whose rank on the all-time board is not what they were told last. */
export async function tellWatchers(scope: Scope, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const board = boardKey('ALL_TIME', scope.clock.now());
  await scope.transact((tx) => tellMoves(tx, board, userIds, new Set()));
}

async function tellMoves(
  tx: Transaction,
  board: string,
  userIds: readonly string[],
  movers: ReadonlySet<string>,
): Promise<void> {
  for (const { userId, ...move } of await claimMoves(tx.sql, board, userIds, movers)) {
    await tx.tell(boardMoved, userId, { userId, board, ...move });
  }
}

/**
 * One beat, in every replica: fold, then tell those who watch at this replica. With more watchers than one beat can look at, they take turns.
 */
export function boardKeeper(): (scope: Scope) => Promise<void> {
  let turn = 0;
  return async (scope) => {
    await foldBoards(scope);
    const watching = scope.live.followed(RANK_TOPICS).map((topic) => topic.slice(RANK_TOPICS.length));
    if (turn >= watching.length) turn = 0;
    await tellWatchers(scope, watching.slice(turn, turn + LOOKED_AT_ONCE));
    turn += LOOKED_AT_ONCE;
  };
}
