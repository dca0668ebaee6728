import { derivedId, type Fact } from '../domain/fact.ts';
import { dayOf, decideAward, decideTakeBack } from '../domain/award.ts';
import { levelAt, levelsEntered } from '../domain/level.ts';
import type { XpEntry } from '../domain/player.ts';
import { levelUp, xpAwarded } from '../published/gamification.events.ts';
import { findEntryOf, insertEntry } from '../storage/players.store.ts';
import { readLadder, readPriorAwards, readRule } from '../storage/rules.store.ts';
import type { Consequence, Play } from './consequence.ts';

type Line = Pick<XpEntry, 'activity' | 'amount' | 'multiplierBp' | 'compensatesId'>;

/** Adds a line to the XP ledger for what is worth XP, and a compensating one when it is taken back. */
export const awardXp: Consequence = {
  name: 'award-xp',

  async follow(play) {
    const { fact, player, tx } = play;
    const rule = await readRule(tx.sql, fact.kind);
    if (!rule) return;
    const award = { userId: player.userId, activity: fact.kind, day: dayOf(fact.happenedAt) };
    const decision = decideAward(rule, await readPriorAwards(tx.sql, award), await readLadder(tx.sql), player.xp);
    if (decision.awarded) await enter(play, { ...decision, activity: fact.kind, compensatesId: null });
  },

  async takeBack(play, taken: Fact) {
    const entry = await findEntryOf(play.tx.sql, taken.id);
    if (!entry) return;
    const { activity, multiplierBp } = entry;
    await enter(play, {
      activity,
      multiplierBp,
      amount: decideTakeBack(entry, play.player.xp),
      compensatesId: entry.id,
    });
  },
};

async function enter({ tx, fact, player, now }: Play, line: Line): Promise<void> {
  const ladder = await readLadder(tx.sql);
  const xpBefore = player.xp;
  player.xp += line.amount;
  player.entries += 1;
  const entry: XpEntry = {
    id: derivedId('xp', fact.id),
    userId: player.userId,
    sequence: player.entries,
    activity: line.activity,
    amount: line.amount,
    multiplierBp: line.multiplierBp,
    xpAfter: player.xp,
    sourceEventId: fact.sourceEventId,
    day: dayOf(fact.happenedAt),
    awardedAt: now,
    factId: fact.id,
    compensatesId: line.compensatesId,
  };
  await insertEntry(tx.sql, entry);
  await tx.tell(xpAwarded, player.userId, {
    userId: player.userId,
    entryId: entry.id,
    activity: entry.activity,
    amount: entry.amount,
    xp: player.xp,
    level: levelAt(ladder, player.xp).name,
  });
  for (const { name } of levelsEntered(ladder, xpBefore, player.xp)) {
    await tx.tell(levelUp, player.userId, { userId: player.userId, level: name, xp: player.xp });
  }
}
