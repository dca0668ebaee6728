import { advanceQuests } from './advance-quests.ts';
import { awardXp } from './award-xp.ts';
import type { Consequence } from './consequence.ts';
import { earnBadges } from './earn-badges.ts';
import { keepStreak } from './keep-streak.ts';
import { markOccasions } from './mark-occasions.ts';
import { moveOnBoards } from './move-on-boards.ts';
import { scoreInLeague } from './score-in-league.ts';
import { watchFarming } from './watch-farming.ts';

/** Whatever follows from a fact, in the order in which it follows: the streak first, because XP is multiplied by it. */
export const consequences: readonly Consequence[] = [
  keepStreak,
  awardXp,
  markOccasions,
  earnBadges,
  advanceQuests,
  moveOnBoards,
  scoreInLeague,
  watchFarming,
];
