import { isId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { lockPlayers } from '../storage/kudos.store.ts';
import { readPlayerQuests } from '../storage/quests.store.ts';
import { QUEST_CLAIMED } from './advance-quests.ts';
import { actOnce } from './act-once.ts';
import { hearFacts } from './hear-fact.ts';
import { localDateOf } from './local-date.ts';

/** Claims the reward of a completed quest: a fact, once per quest and window. XP follow from it, and BUZ from the event. */
export async function claimQuest(scope: Scope, input: { playerQuestId: string; idempotencyKey: string }) {
  return actOnce(scope, 'claimQuest', input, async ({ tx, userId, now }) => {
    await lockPlayers(tx.sql, [userId]);
    const [quest] = isId(input.playerQuestId) ? await readPlayerQuests(tx.sql, [input.playerQuestId]) : [];
    if (quest?.userId !== userId) return refusal('NotFound', 'You play no such quest.');
    if (quest.claimedAt) return refusal('QuestAlreadyClaimed', 'Its reward was claimed already.');
    if (!quest.completedAt) return refusal('QuestNotCompleted', 'Its steps are not done yet.');
    const today = await localDateOf(tx.sql, { userId, happenedAt: now });
    if (quest.claimUntil !== null && quest.claimUntil < today)
      return refusal('QuestExpired', `Its reward could be claimed until ${quest.claimUntil}.`);
    const fact = { userId, kind: QUEST_CLAIMED, sourceEventId: quest.id, subjectId: quest.id, happenedAt: now };
    await hearFacts(tx, now, [fact]);
    return { playerQuestId: quest.id };
  });
}
