import { isId } from '#kernel/id';
import type { LoaderDefinition } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { BOARD_PERIODS, EVERYBODY, boardKey, type BoardPeriod } from '../domain/board.ts';
import { readAnonymous } from '../storage/board-privacy.store.ts';
import { readRanks } from '../storage/board-ranks.store.ts';

export interface RankKey {
  readonly userId: string;
  readonly period: BoardPeriod;
}

/** Exact ranks; null for whoever is not on the board. One statement per period that is asked for. */
export const rankLoader: LoaderDefinition<RankKey, number | null> = {
  name: 'gamification.rank',
  keyOf: ({ userId, period }) => `${period} ${userId}`,
  async load(scope, keys) {
    const ranks = new Map<string, number>();
    for (const period of BOARD_PERIODS) {
      const users = keys.filter((key) => key.period === period).map(({ userId }) => userId);
      if (users.length === 0) continue;
      const board = { key: boardKey(period, scope.clock.now()), cohort: EVERYBODY };
      const found = await readRanks(sqlOf(scope.em), board, users);
      for (const { userId, rank } of found) ranks.set(`${period} ${userId}`, rank);
    }
    return keys.map(({ userId, period }) => ranks.get(`${period} ${userId}`) ?? null);
  },
};

/** Whether a player is named on boards. */
export const publicLoader: LoaderDefinition<string, boolean> = {
  name: 'gamification.public',
  async load(scope, userIds) {
    const anonymous = await readAnonymous(sqlOf(scope.em), userIds.filter(isId));
    return userIds.map((userId) => !anonymous.has(userId));
  },
};
