import { derivedId, type Fact } from '../domain/fact.ts';
import { dayOf, decideAward, decideTakeBack, milestonesReached } from '../domain/award.ts';
import { decidedAmount } from '../domain/decision.ts';
import { levelAt, levelsEntered } from '../domain/level.ts';
import type { XpEntry } from '../domain/player.ts';
import { levelUp, xpAwarded, xpMilestoneReached } from '../published/gamification.events.ts';
import { findEntryOf, insertEntry } from '../storage/players.store.ts';
import { readLadder, readPriorAwards, readRuleAt } from '../storage/rules.store.ts';
import { readStreakDays } from '../storage/streaks.store.ts';
import type { Consequence, Play } from './consequence.ts';

type Line = Pick<
  XpEntry,
  | 'activity'
  | 'amount'
  | 'base'
  | 'multiplierBp'
  | 'streakBp'
  | 'diminishingBp'
  | 'ruleVersion'
  | 'reason'
  | 'compensatesId'
>;

const PLAIN = { multiplierBp: 10_000, streakBp: 10_000, diminishingBp: 10_000, ruleVersion: null, compensatesId: null };

/** Adds a line to the XP ledger for what is worth XP, and a compensating one when it is taken back. */
export const awardXp: Consequence = {
  name: 'award-xp',

  async follow(play) {
    const line = decidedLine(play) ?? (await earnedLine(play));
    if (line) await enter(play, line);
  },

  async takeBack(play, taken: Fact) {
    const entry = await findEntryOf(play.tx.sql, taken.id);
    if (!entry) return;
    const amount = decideTakeBack(entry, play.player.xp);
    await enter(play, { ...entry, amount, reason: reasonIn(play.fact), compensatesId: entry.id });
  },
};

function decidedLine({ fact, player }: Play): Line | null {
  const amount = decidedAmount(fact, player.xp);
  if (amount === null) return null;
  return { ...PLAIN, activity: fact.kind, amount, base: Number(fact.detail?.['amount']), reason: reasonIn(fact) };
}

async function earnedLine({ tx, fact, player }: Play): Promise<Line | null> {
  const rule = await readRuleAt(tx.sql, fact.kind, fact.happenedAt);
  if (!rule || rule.xp === 0) return null;
  const prior = await readPriorAwards(tx.sql, fact, rule, dayOf(fact.happenedAt));
  const standing = { xp: player.xp, streakDays: await readStreakDays(tx.sql, player.userId) };
  const decision = decideAward(rule, prior, await readLadder(tx.sql), standing);
  if (!decision.awarded) return null;
  const { amount, multiplierBp, streakBp, diminishingBp } = decision;
  const worth = { activity: fact.kind, base: rule.xp, ruleVersion: rule.version, amount };
  return { ...worth, multiplierBp, streakBp, diminishingBp, reason: reasonIn(fact), compensatesId: null };
}

const reasonIn = (fact: Fact): string | null =>
  typeof fact.detail?.['reason'] === 'string' ? fact.detail['reason'] : null;

async function enter(play: Play, line: Line): Promise<void> {
  const { tx, fact, player, now } = play;
  const { highestXp } = player;
  player.xp += line.amount;
  player.entries += 1;
  player.highestXp = Math.max(highestXp, player.xp);
  const entry: XpEntry = {
    id: derivedId('xp', fact.id),
    userId: player.userId,
    sequence: player.entries,
    activity: line.activity,
    amount: line.amount,
    base: line.base,
    multiplierBp: line.multiplierBp,
    streakBp: line.streakBp,
    diminishingBp: line.diminishingBp,
    ruleVersion: line.ruleVersion,
    reason: line.reason,
    xpAfter: player.xp,
    sourceEventId: fact.sourceEventId,
    day: dayOf(fact.happenedAt),
    awardedAt: now,
    factId: fact.id,
    compensatesId: line.compensatesId,
  };
  await insertEntry(tx.sql, entry);
  await tellOf(play, entry, highestXp);
}

/** What an entry means; levels and milestones only beyond what the player ever had. */
async function tellOf({ tx, player }: Play, entry: XpEntry, highestXp: number): Promise<void> {
  const ladder = await readLadder(tx.sql);
  const { userId, xp } = player;
  const { id: entryId, activity, amount } = entry;
  await tx.tell(xpAwarded, userId, { userId, entryId, activity, amount, xp, level: levelAt(ladder, xp).name });
  for (const { name } of levelsEntered(ladder, highestXp, xp))
    await tx.tell(levelUp, userId, { userId, level: name, xp });
  for (const milestone of milestonesReached(highestXp, xp))
    await tx.tell(xpMilestoneReached, userId, { userId, milestone });
}
