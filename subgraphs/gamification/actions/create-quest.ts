import { isId, newId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { WORD } from '../domain/badge-rule.ts';
import { checkSteps, invalid, type Quest, type QuestInvalid } from '../domain/quest.ts';
import { readKinds } from '../storage/kinds.store.ts';
import { insertQuest, readQuests, retireQuestRow } from '../storage/quests.store.ts';
import { recordAct } from './record-act.ts';

/** So many quests are played at a time. */
const MOST_PLAYED = 50;

/** Adds a quest to the catalogue; it is played from the next fact on. Steps that wait for each other are refused. */
export async function createQuest(
  scope: Scope,
  input: Pick<Quest, 'code' | 'title' | 'kind' | 'steps'>,
): Promise<{ questId: string } | QuestInvalid | Refusal<'QuestCodeTaken'>> {
  return scope.transact(async (tx) => {
    if (!WORD.test(input.code)) return invalid('code', 'a WORD in capitals');
    const title = input.title.trim();
    if (title === '' || [...title].length > 80) return invalid('title', '1 to 80 characters');
    const played = (await readQuests(tx.sql)).filter(({ retiredAt }) => retiredAt === null);
    if (played.length >= MOST_PLAYED) return invalid('code', `at most ${MOST_PLAYED} quests are played at a time`);
    const wrong = checkSteps(input.steps, await readKinds(tx.sql));
    if (wrong) return wrong;
    const quest = { ...input, title, id: newId(), openedAt: scope.clock.now(), retiredAt: null };
    if (!(await insertQuest(tx.sql, quest)))
      return refusal('QuestCodeTaken', `There is a quest ${input.code} already.`);
    const { id: questId, code, steps, openedAt } = quest;
    const actorId = scope.caller.userId;
    await recordAct(tx, openedAt, { act: 'create-quest', actorId, reason: title, detail: { questId, code, steps } });
    return { questId };
  });
}

/** Nobody makes progress in it any more; what is completed can still be claimed. */
export async function retireQuest(
  scope: Scope,
  input: { questId: string },
): Promise<{ questId: string } | Refusal<'NotFound'>> {
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    if (!isId(input.questId) || !(await retireQuestRow(tx.sql, input.questId, now)))
      return refusal('NotFound', 'There is no such quest that is played.');
    const actorId = scope.caller.userId;
    await recordAct(tx, now, { act: 'retire-quest', actorId, reason: 'retired', detail: { questId: input.questId } });
    return { questId: input.questId };
  });
}
