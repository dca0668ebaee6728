import { newId } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { dayOf, decideAward } from '../domain/award.ts';
import { levelAt, levelsEntered } from '../domain/level.ts';
import { Player, XpEntry } from '../domain/player.ts';
import { levelUp, xpAwarded } from '../published/gamification.events.ts';
import { lockPlayer } from '../storage/players.store.ts';
import { readLadder, readPriorAwards, readRule } from '../storage/rules.store.ts';
import { ensurePlayer } from './join-game.ts';

export interface AwardXp {
  readonly userId: string;
  readonly activity: 'PROFILE_COMPLETED' | 'DAILY_LOGIN' | 'SKILL_VERIFIED';
  /** The event that earns it: once per (user, activity, source event), whatever is delivered how often. */
  readonly sourceEventId: string;
  /** Business time of the event: the day that daily caps count by, also when it is heard late. */
  readonly earnedAt: Date;
}

export type AwardOutcome = 'AWARDED' | 'ALREADY_AWARDED' | 'DAILY_CAP' | 'LIFETIME_CAP';

/** Adds an entry to the XP ledger under the player's lock, so that parallel awards follow each other. */
export async function awardXp(scope: Scope, award: AwardXp): Promise<AwardOutcome> {
  return scope.transact(async (tx) => {
    await ensurePlayer(tx, award.userId, scope.clock.now());
    const player = await lockPlayer(tx.em, award.userId);
    const day = dayOf(award.earnedAt);
    const prior = await readPriorAwards(tx.em, { ...award, day });
    if (prior.thisEvent) return 'ALREADY_AWARDED';
    const ladder = await readLadder(tx.em);
    const decision = decideAward(await readRule(tx.em, award.activity), prior, ladder, player.xp);
    if (!decision.awarded) return decision.because;
    const xpBefore = player.xp;
    const entry = enter(tx, player, award, { ...decision, day, awardedAt: scope.clock.now() });
    await tx.tell(xpAwarded, award.userId, {
      userId: award.userId,
      entryId: entry.id,
      activity: entry.activity,
      amount: entry.amount,
      xp: player.xp,
      level: levelAt(ladder, player.xp).name,
    });
    for (const { name } of levelsEntered(ladder, xpBefore, player.xp)) {
      await tx.tell(levelUp, award.userId, { userId: award.userId, level: name, xp: player.xp });
    }
    return 'AWARDED';
  });
}

function enter(
  tx: Transaction,
  player: Player,
  award: AwardXp,
  granted: { amount: number; multiplierBp: number; day: string; awardedAt: Date },
): XpEntry {
  player.xp += granted.amount;
  player.entries += 1;
  const entry = Object.assign(new XpEntry(), {
    id: newId(),
    userId: player.userId,
    sequence: player.entries,
    activity: award.activity,
    xpAfter: player.xp,
    sourceEventId: award.sourceEventId,
    ...granted,
  });
  tx.em.persist(entry);
  return entry;
}
