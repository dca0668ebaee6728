/** One step of the ladder; the steps are rows of a table (`level_step`), the rule is here. */
export interface LevelStep {
  readonly name: string;
  /** The XP at which the level begins. */
  readonly xpFrom: number;
  /** What an award is multiplied by at this level, in basis points: 11,000 is 1.1. */
  readonly multiplierBp: number;
}

/** Steps in ascending order, the first at 0. */
export type Ladder = readonly LevelStep[];

/** Orders and checks rows as they come from storage. */
export function ladderOf(steps: readonly LevelStep[]): Ladder {
  const ladder = [...steps].sort((a, b) => a.xpFrom - b.xpFrom);
  if (ladder[0]?.xpFrom !== 0) throw new Error('The ladder has to begin at 0 XP.');
  ladder.forEach((step, i) => {
    if (i > 0 && step.xpFrom === ladder[i - 1]!.xpFrom) throw new Error(`Two levels begin at ${step.xpFrom} XP.`);
  });
  return ladder;
}

/** The level is a pure function of the XP: nothing else decides it and nothing stores it. */
export function levelAt(ladder: Ladder, xp: number): LevelStep {
  return ladder.findLast((step) => step.xpFrom <= xp)!;
}

/** The step after, or null at the top. */
export function nextLevel(ladder: Ladder, xp: number): LevelStep | null {
  return ladder.find((step) => step.xpFrom > xp) ?? null;
}

/** How far through the current level, 0 to 100, floored; 100 at the top. (xp - floor) / (next floor - floor), DOMAIN 8.1. */
export function progressPercent(ladder: Ladder, xp: number): number {
  const next = nextLevel(ladder, xp);
  if (!next) return 100;
  const { xpFrom } = levelAt(ladder, xp);
  return Math.floor(((xp - xpFrom) * 100) / (next.xpFrom - xpFrom));
}

/** Every level entered on the way from one XP to another, in order: a jump over two levels enters both. */
export function levelsEntered(ladder: Ladder, fromXp: number, toXp: number): LevelStep[] {
  return ladder.filter((step) => step.xpFrom > fromXp && step.xpFrom <= toXp);
}
