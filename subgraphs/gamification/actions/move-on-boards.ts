import { boardsAt, cohortOf } from '../domain/board.ts';
import { moveScores } from '../storage/board-scores.store.ts';
import type { Consequence, Play } from './consequence.ts';

/**
 * XP counts on the boards of the time when it was earned, however late it is heard: a week that is over still gets what belongs to it.
 * What is taken back leaves the boards of the fact that earned it.
 */
export const moveOnBoards: Consequence = {
  name: 'move-on-boards',
  follow: (play) => move(play, play.fact.happenedAt),
  takeBack: (play, taken) => move(play, taken.happenedAt),
};

async function move({ tx, fact, player, xpGained }: Play, earnedAt: Date): Promise<void> {
  if (xpGained === 0) return;
  const moves = boardsAt(earnedAt).map((board) => ({
    userId: player.userId,
    cohort: cohortOf(player.joinedAt),
    board,
    amount: xpGained,
    at: fact.happenedAt,
  }));
  await moveScores(tx.sql, moves);
}
