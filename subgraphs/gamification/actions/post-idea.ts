import { isId, newId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { dayOf } from '../domain/award.ts';
import { checkIdea, gameLimitReached, IDEAS_A_DAY } from '../domain/social-acts.ts';
import { countIdeasOf, endIdea, insertIdea } from '../storage/ideas.store.ts';
import { lockPlayers } from '../storage/kudos.store.ts';
import { actOnce } from './act-once.ts';
import { ensurePlayer } from './ensure-player.ts';
import { hearFacts } from './hear-fact.ts';
import { takeBackFactIn } from './take-back-fact.ts';

/** Shares an idea with everybody. */
export async function postIdea(scope: Scope, input: { title: string; text: string; idempotencyKey: string }) {
  return actOnce(scope, 'postIdea', input, async ({ tx, userId, now }) => {
    const invalid = checkIdea(input);
    if (invalid) return invalid;
    await ensurePlayer(tx, userId, now);
    await lockPlayers(tx.sql, [userId]);
    const day = dayOf(now);
    if ((await countIdeasOf(tx.sql, userId, day)) >= IDEAS_A_DAY) return gameLimitReached('ideas', IDEAS_A_DAY);
    const id = newId();
    const idea = { id, authorId: userId, title: input.title.trim(), text: input.text.trim(), postedAt: now };
    await insertIdea(tx.sql, idea, day);
    await hearFacts(tx, now, [{ userId, kind: 'IDEA', sourceEventId: id, subjectId: id, happenedAt: now }]);
    return { ideaId: id };
  });
}

/** Withdraws one's own idea, with what it earned. */
export async function withdrawIdea(scope: Scope, input: { ideaId: string; idempotencyKey: string }) {
  return actOnce(scope, 'withdrawIdea', input, async ({ tx, userId, now }) => {
    if (!isId(input.ideaId) || !(await endIdea(tx.sql, input.ideaId, userId, now)))
      return refusal('NotFound', 'You posted no such idea.');
    await takeBackFactIn(tx, now, { userId, kind: 'IDEA', sourceEventId: input.ideaId }, now);
    return { ideaId: input.ideaId };
  });
}
