import { dayOf } from '../domain/award.ts';
import { derivedId } from '../domain/fact.ts';
import { PAIR_DAYS, RECEIVED_KINDS, signalsIn, type Signal } from '../domain/suspicion.ts';
import { measure, raiseSuspicion, readEvidence } from '../storage/suspicions.store.ts';
import type { Consequence, Play } from './consequence.ts';

const DAY_MS = 86_400_000;

/** Puts what looks like farming before people. Nothing is held back or taken: the XP was awarded by the rules, and stands until somebody decides. */
export const watchFarming: Consequence = {
  name: 'watch-farming',

  async follow(play) {
    const { fact, tx } = play;
    if (fact.derived) return;
    const counterpartId = RECEIVED_KINDS.includes(fact.kind) ? fact.counterpartId : null;
    const pairSince = new Date(fact.happenedAt.getTime() - PAIR_DAYS * DAY_MS);
    const of = { userId: fact.userId, counterpartId, at: fact.happenedAt, pairSince };
    const measured = await measure(tx.sql, of);
    for (const signal of signalsIn(measured)) {
      if (signal !== 'VELOCITY' && counterpartId === null) continue;
      const factIds = await readEvidence(tx.sql, signal, of);
      await raise(play, signal, factIds, measured);
    }
  },

  async takeBack() {}, // what was noticed stays noticed
};

async function raise(
  { tx, fact, now }: Play,
  signal: Signal,
  factIds: string[],
  measured: Parameters<typeof signalsIn>[0],
): Promise<void> {
  const { userId, counterpartId } = fact;
  // two who award each other are one suspicion, whoever was awarded last
  const [one, other] =
    signal === 'MUTUAL_AWARDS' && counterpartId! < userId ? [counterpartId!, userId] : [userId, counterpartId];
  const pair = { userId: one, counterpartId: signal === 'VELOCITY' ? null : other };
  const day = dayOf(fact.happenedAt);
  const id = derivedId('suspicion', signal, pair.userId, pair.counterpartId ?? '', day);
  await raiseSuspicion(tx.sql, { id, signal, ...pair, day, factIds, measured, raisedAt: now });
}
