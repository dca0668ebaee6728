import type { Transaction } from '#chassis/mount/scope';
import { TAKEN_BACK, type Fact, type NewFact } from '../domain/fact.ts';
import type { Player } from '../domain/player.ts';
import { factIdOf, findStandingFact, insertFact, readFact } from '../storage/facts.store.ts';
import { lockPlayer } from '../storage/players.store.ts';
import type { Consequence, Play } from './consequence.ts';
import { consequences } from './consequences.ts';
import { ensurePlayer } from './ensure-player.ts';
import { localDateOf } from './local-date.ts';

/** A fact and all that follows from it; more is a consequence that follows from itself. */
const MOST_FACTS = 500;

/**
 * Adds a fact to the log and runs what follows from it, in the caller's transaction and under the player's lock; false when it was there
 * already. Everything that is heard goes through here, and a replay of the log too.
 */
export async function playFact(tx: Transaction, now: Date, fact: Fact): Promise<boolean> {
  await ensurePlayer(tx, fact.userId, now);
  const player = await lockPlayer(tx.sql, fact.userId);
  if (!(await insertFact(tx.sql, fact, now))) return false;
  const waiting: (() => Promise<Fact | null>)[] = [async () => fact];
  for (let played = 0; waiting.length > 0; played++) {
    if (played > MOST_FACTS) throw new Error(`More than ${MOST_FACTS} facts follow from ${fact.kind} ${fact.id}.`);
    const next = await waiting.shift()!();
    if (!next) continue;
    await runConsequences(new RunningPlay(tx, next, player, now, await localDateOf(tx.sql, next), waiting));
  }
  return true;
}

async function runConsequences(play: RunningPlay): Promise<void> {
  const { takesBackId } = play.fact;
  const taken = takesBackId === null ? null : await readFact(play.tx.sql, takesBackId);
  const run = (one: Consequence): Promise<void> => (taken ? one.takeBack(play, taken) : one.follow(play));
  for (const consequence of consequences) await run(consequence);
}

class RunningPlay implements Play {
  private readonly xpBefore: number;

  constructor(
    readonly tx: Transaction,
    readonly fact: Fact,
    readonly player: Player,
    readonly now: Date,
    readonly localDate: string,
    private readonly waiting: (() => Promise<Fact | null>)[],
  ) {
    this.xpBefore = player.xp;
  }

  get xpGained(): number {
    return this.player.xp - this.xpBefore;
  }

  follow(fact: Omit<NewFact, 'userId'>): void {
    const derived = factOf({ ...fact, userId: this.player.userId }, { derived: true, takesBackId: null });
    this.waiting.push(async () => ((await insertFact(this.tx.sql, derived, this.now)) ? derived : null));
  }

  unfollow(derived: Pick<NewFact, 'kind' | 'sourceEventId'>): void {
    this.waiting.push(async () => {
      const taken = await findStandingFact(this.tx.sql, { ...derived, userId: this.player.userId });
      if (!taken?.derived) return null;
      const undo = takingBack(taken, this.fact.happenedAt, { derived: true });
      return (await insertFact(this.tx.sql, undo, this.now)) ? undo : null;
    });
  }
}

/** A fact gets its id from what makes it unique, so that a replay of the log finds it under the same one. */
export function factOf(fact: NewFact, how: Pick<Fact, 'derived' | 'takesBackId'>): Fact {
  return { id: factIdOf(fact), counterpartId: null, subjectId: null, detail: null, ...fact, ...how };
}

/** The fact that takes `taken` back; unique because its source is the fact that it takes back. */
export function takingBack(
  taken: Fact,
  happenedAt: Date,
  how: { derived: boolean; reason?: string | undefined },
): Fact {
  const { userId, counterpartId, subjectId } = taken;
  const detail = how.reason === undefined ? null : { reason: how.reason };
  const undo = { userId, kind: TAKEN_BACK, sourceEventId: taken.id, counterpartId, subjectId, detail, happenedAt };
  return factOf(undo, { derived: how.derived, takesBackId: taken.id });
}
