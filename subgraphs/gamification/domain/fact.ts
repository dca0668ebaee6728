/**
 * What somebody really did, as the game heard it: the log from which everything else in the game follows. Facts are only ever added; an undo is
 * a fact of its own. One fact per (user, kind, source event), however often the event is delivered.
 */
export interface Fact {
  readonly id: string;
  readonly userId: string;
  /** The activity: PROFILE_COMPLETED, DAILY_LOGIN, KUDOS_GIVEN ... (the activities of `xp_rule`). */
  readonly kind: string;
  /** The event that proves it, or for a derived fact the row that it follows from. */
  readonly sourceEventId: string;
  /** The other person, for what takes two (kudos, endorsements, mentoring). */
  readonly counterpartId: string | null;
  /** What it is about: a skill, a venture, an idea. */
  readonly subjectId: string | null;
  /** Business time at which it happened, however late it is heard. */
  readonly happenedAt: Date;
  /** Follows from another fact (a badge's XP, a quest's reward): a replay of the log makes it anew. */
  readonly derived: boolean;
  /** The fact that this one takes back, or null. */
  readonly takesBackId: string | null;
}

export type NewFact = Pick<Fact, 'userId' | 'kind' | 'sourceEventId' | 'happenedAt'> &
  Partial<Pick<Fact, 'counterpartId' | 'subjectId'>>;
