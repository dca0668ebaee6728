import { createHash } from 'node:crypto';

/**
 * What somebody really did, as the game heard it: the log from which everything else in the game follows. Facts are only ever added; an undo is
 * a fact of its own. One fact per (user, kind, source event), however often the event is delivered.
 */
export interface Fact {
  readonly id: string;
  readonly userId: string;
  /** The activity: PROFILE_COMPLETED, DAILY_LOGIN, KUDOS_GIVEN ... (the activities of `xp_rule`); TAKEN_BACK for an undo. */
  readonly kind: string;
  /** The event that proves it, or for a derived fact the row that it follows from. */
  readonly sourceEventId: string;
  /** The other person, for what takes two (kudos, endorsements, mentoring). */
  readonly counterpartId: string | null;
  /** What it is about: a skill, a venture, an idea. */
  readonly subjectId: string | null;
  /** What else its consequences need, as JSON: the amount of an administrator's award, the zone that was set. */
  readonly detail: Readonly<Record<string, unknown>> | null;
  /** Business time at which it happened, however late it is heard. */
  readonly happenedAt: Date;
  /** Follows from another fact (a badge's XP, a quest's reward): a replay of the log makes it anew. */
  readonly derived: boolean;
  /** The fact that this one takes back, or null. */
  readonly takesBackId: string | null;
}

export type NewFact = Pick<Fact, 'userId' | 'kind' | 'sourceEventId' | 'happenedAt'> &
  Partial<Pick<Fact, 'counterpartId' | 'subjectId' | 'detail'>>;

/** The kind of every fact that takes another one back. */
export const TAKEN_BACK = 'TAKEN_BACK';

/**
 * An id that follows from what it is made of, in the form of a UUIDv8 (RFC 9562, 5.8): whoever replays the log finds the same rows under the
 * same ids. Use it for every row and every derived fact that a consequence writes.
 */
export function derivedId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
