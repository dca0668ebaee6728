import { awardXp } from './award-xp.ts';
import type { Consequence } from './consequence.ts';

/** Whatever follows from a fact, in the order in which it follows. */
export const consequences: readonly Consequence[] = [awardXp];
