import { weekAfter, weekOf } from '../domain/board.ts';
import { scoreInWeek } from '../storage/leagues.store.ts';
import type { Consequence, Play } from './consequence.ts';

/**
 * XP counts in the league of the week in which it is heard, so what happened last week and is heard late counts in this one. Only what is
 * on its way while its week is closed finds it closed; it counts in the next.
 */
export const scoreInLeague: Consequence = {
  name: 'score-in-league',
  follow: score,
  takeBack: score,
};

async function score({ tx, player, now, xpGained }: Play): Promise<void> {
  if (xpGained === 0) return;
  const gain = { userId: player.userId, amount: xpGained, at: now };
  for (let week = weekOf(now); !(await scoreInWeek(tx.sql, week, gain));) week = weekAfter(week);
}
