import { awardXp } from './award-xp.ts';
import type { Consequence } from './consequence.ts';
import { moveOnBoards } from './move-on-boards.ts';
import { scoreInLeague } from './score-in-league.ts';

/** Whatever follows from a fact, in the order in which it follows. */
export const consequences: readonly Consequence[] = [awardXp, moveOnBoards, scoreInLeague];
