import type { Transaction } from '#chassis/mount/scope';
import type { Fact, NewFact } from '../domain/fact.ts';
import type { Player } from '../domain/player.ts';

/** One fact on its way through the game, under the lock of its player. */
export interface Play {
  readonly tx: Transaction;
  readonly fact: Fact;
  /** Locked until the transaction ends; `xp` is as of now, consequences before this one included. */
  readonly player: Player;
  /** Business time of the hearing (`fact.happenedAt` is that of the happening). */
  readonly now: Date;
  /** The player's day on which the fact happened, in the zone that held then: `2026-03-29`. */
  readonly localDate: string;
  /** XP by which this fact changed the ledger so far; below zero when it takes something back. */
  readonly xpGained: number;
  /** Hears a fact that follows from this one, for the same player and in the same transaction, after this fact's consequences. */
  follow(fact: Omit<NewFact, 'userId'>): void;
  /** Takes a derived fact of the same player back, in the same manner; nothing when there is none that stands. */
  unfollow(derived: Pick<NewFact, 'kind' | 'sourceEventId'>): void;
}

/**
 * Something that follows from facts: XP, streaks, badges, quests, boards. Consequences run in the order of `consequences.ts`, in the
 * transaction that adds the fact. They are functions of the log and of the rules that held: `rebuild` replays the log through the same code
 * into empty tables and has to find the same rows. So they write through `play.tx.sql`, take ids from `derivedId` and times from `now`.
 */
export interface Consequence {
  readonly name: string;
  follow(play: Play): Promise<void>;
  /** `play.fact.takesBackId` names the fact that is taken back; `taken` is that fact. */
  takeBack(play: Play, taken: Fact): Promise<void>;
}
