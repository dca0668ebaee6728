import { derivedId } from './fact.ts';
import { claimableUntil, windowOf, type Quest, type StepCounts } from './quest.ts';

/** One quest in one window of one player. */
export interface PlayerQuest {
  readonly id: string;
  readonly userId: string;
  readonly questId: string;
  readonly windowKey: string;
  readonly lastDay: string | null;
  readonly claimUntil: string | null;
  /** The facts that it heard, oldest first: `[id, kind]`. */
  readonly heard: readonly (readonly [string, string])[];
  readonly counts: StepCounts;
  readonly completedAt: Date | null;
  readonly claimedAt: Date | null;
}

/** A quest as it begins, in the window of this day of the player. */
export function unplayed(quest: Pick<Quest, 'id' | 'kind'>, userId: string, localDate: string): PlayerQuest {
  const window = windowOf(quest.kind, localDate);
  return {
    id: derivedId('player quest', userId, quest.id, window.key),
    userId,
    questId: quest.id,
    windowKey: window.key,
    lastDay: window.lastDay,
    claimUntil: claimableUntil(window),
    heard: [],
    counts: {},
    completedAt: null,
    claimedAt: null,
  };
}
