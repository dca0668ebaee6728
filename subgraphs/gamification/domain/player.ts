/** A user as the game knows them. `xp` is the sum of the ledger, kept beside it under the same lock. */
export class Player {
  userId!: string;
  xp!: number;
  /** The number of ledger entries: the next one is `entries + 1`. */
  entries!: number;
  joinedAt!: Date;
}

/** One line of the XP ledger; never changed, never removed. */
export class XpEntry {
  id!: string;
  userId!: string;
  /** 1, 2, 3 ... per player, without a gap. */
  sequence!: number;
  activity!: string;
  amount!: number;
  multiplierBp!: number;
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
