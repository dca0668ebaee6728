import { advance, CLAIM_ACTIVITY, isComplete } from '../domain/quest.ts';
import type { Quest, StepCounts } from '../domain/quest.ts';
import { questClaimed, questCompleted } from '../published/gamification.events.ts';
import { readPlayerQuests, readPlayerQuestsThatHeard, readQuests, savePlayerQuests } from '../storage/quests.store.ts';
import { unplayed, type PlayerQuest } from '../domain/player-quest.ts';
import type { Consequence, Play } from './consequence.ts';

/** A player claimed a quest; its subject is the quest in its window. */
export const QUEST_CLAIMED = 'QUEST_CLAIMED';

/** So many facts one quest remembers: more than its steps can ask for are only needed to replace those taken back. */
const MOST_HEARD = 200;

/** Quests follow from facts: each fact counts in the window of the player's day on which it happened, however late it is heard. */
export const advanceQuests: Consequence = {
  name: 'quests',

  async follow(play) {
    if (play.fact.kind === QUEST_CLAIMED) return claim(play);
    const waiting = (await readQuests(play.tx.sql)).filter(
      (quest) => isPlayed(quest, play.now) && quest.steps.some(({ kinds }) => kinds.includes(play.fact.kind)),
    );
    if (waiting.length === 0) return;
    const before = await playerQuestsOf(play, waiting);
    const after = waiting.map((quest, at) => hear(quest, before[at]!, play)).filter((one, at) => one !== before[at]);
    await savePlayerQuests(play.tx.sql, after);
    for (const one of after) {
      if (one.completedAt && !before.some(({ id, completedAt }) => id === one.id && completedAt))
        await play.tx.tell(questCompleted, one.userId, bodyOf(one, waiting));
    }
  },

  /** A reward that was claimed goes too, in XP; the quest stays claimed, so that the window pays once. */
  async takeBack(play, taken) {
    const touched = await readPlayerQuestsThatHeard(play.tx.sql, taken.userId, taken.id);
    if (touched.length === 0) return;
    const quests = await readQuests(play.tx.sql);
    for (const one of touched) {
      const quest = quests.find(({ id }) => id === one.questId)!;
      const heard = one.heard.filter(([factId]) => factId !== taken.id);
      const counts = heard.reduce<StepCounts>((sofar, [, kind]) => advance(quest, sofar, kind), {});
      const complete = isComplete(quest, counts);
      const completedAt = complete || one.claimedAt ? one.completedAt : null;
      await savePlayerQuests(play.tx.sql, [{ ...one, heard, counts, completedAt }]);
      if (one.claimedAt && !complete) play.unfollow({ kind: CLAIM_ACTIVITY[quest.kind], sourceEventId: one.id });
    }
  },
};

function isPlayed(quest: Quest, at: Date): boolean {
  return quest.openedAt <= at && (quest.retiredAt === null || quest.retiredAt > at);
}

/** As they are, or as they begin. */
async function playerQuestsOf(play: Play, quests: readonly Quest[]): Promise<PlayerQuest[]> {
  const { userId } = play.player;
  const fresh = quests.map((quest) => unplayed(quest, userId, play.localDate));
  const known = await readPlayerQuests(
    play.tx.sql,
    fresh.map(({ id }) => id),
  );
  return fresh.map((one) => known.find(({ id }) => id === one.id) ?? one);
}

function hear(quest: Quest, one: PlayerQuest, play: Play): PlayerQuest {
  if (one.claimedAt || one.heard.length >= MOST_HEARD) return one;
  const counts = advance(quest, one.counts, play.fact.kind);
  const completedAt = one.completedAt ?? (isComplete(quest, counts) ? play.now : null);
  return { ...one, heard: [...one.heard, [play.fact.id, play.fact.kind] as const], counts, completedAt };
}

/** `claimQuest` has checked it; the log says that it was so. */
async function claim(play: Play): Promise<void> {
  const [one] = await readPlayerQuests(play.tx.sql, [play.fact.subjectId!]);
  if (!one) throw new Error(`Claimed quest ${play.fact.subjectId} is not there.`);
  const quests = await readQuests(play.tx.sql);
  await savePlayerQuests(play.tx.sql, [{ ...one, claimedAt: play.now }]);
  const body = bodyOf(one, quests);
  await play.tx.tell(questClaimed, one.userId, body);
  play.follow({
    kind: CLAIM_ACTIVITY[body.kind],
    sourceEventId: one.id,
    subjectId: one.questId,
    happenedAt: play.fact.happenedAt,
  });
}

function bodyOf(one: PlayerQuest, quests: readonly Quest[]) {
  const { code, kind } = quests.find(({ id }) => id === one.questId)!;
  return { userId: one.userId, playerQuestId: one.id, quest: code, kind };
}
