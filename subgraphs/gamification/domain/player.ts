/** A user as the game knows them. `xp` is the sum of the ledger, kept beside it under the same lock. */
export class Player {
  userId!: string;
  xp!: number;
  /** The number of ledger entries: the next one is `entries + 1`. */
  entries!: number;
  joinedAt!: Date;
  /** The most XP that the player ever had: levels and milestones up to it were told. */
  highestXp!: number;
}

/** One line of the XP ledger; never changed, never removed. */
export class XpEntry {
  id!: string;
  userId!: string;
  /** 1, 2, 3 ... per player, without a gap. */
  sequence!: number;
  activity!: string;
  amount!: number;
  /** What the rule was worth before it was multiplied; of a compensating line that of the line which it takes back. */
  base!: number;
  /** Of the level, in basis points; all three were multiplied and the product floored. */
  multiplierBp!: number;
  streakBp!: number;
  diminishingBp!: number;
  /** The version of the rule, or null for what an administrator decided. */
  ruleVersion!: number | null;
  /** What an administrator said, or why an award was taken back. */
  reason!: string | null;
  xpAfter!: number;
  /** The event that earned it: an award is unique by (user, activity, source event). */
  sourceEventId!: string;
  day!: string;
  awardedAt!: Date;
  /** The fact that it follows from. */
  factId!: string;
  /** The line whose award this one takes back, or null. */
  compensatesId!: string | null;
}
