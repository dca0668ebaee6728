import { isId, newId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { dayOf } from '../domain/award.ts';
import { checkPoll, gameLimitReached, POLLS_A_DAY } from '../domain/social-acts.ts';
import { countPollsOf, countVotes, endPoll, insertPoll, lockOwnPoll } from '../storage/polls.store.ts';
import { lockPlayers } from '../storage/kudos.store.ts';
import { actingUser } from './acting-user.ts';
import { actOnce } from './act-once.ts';
import { ensurePlayer } from './ensure-player.ts';

/** Asks everybody something; one option each, until it closes. */
export async function createPoll(
  scope: Scope,
  input: { question: string; options: readonly string[]; closesAt: Date; idempotencyKey: string },
) {
  return actOnce(scope, 'createPoll', input, async ({ tx, userId, now }) => {
    const invalid = checkPoll(input, now);
    if (invalid) return invalid;
    await ensurePlayer(tx, userId, now);
    await lockPlayers(tx.sql, [userId]);
    const day = dayOf(now);
    if ((await countPollsOf(tx.sql, userId, day)) >= POLLS_A_DAY) return gameLimitReached('polls', POLLS_A_DAY);
    const id = newId();
    const options = input.options.map((option) => option.trim());
    const poll = { id, authorId: userId, question: input.question.trim(), createdAt: now, closesAt: input.closesAt };
    await insertPoll(tx.sql, poll, options, day);
    return { pollId: id };
  });
}

/** Withdraws one's own poll as long as nobody voted: what people said is not taken from them. */
export async function withdrawPoll(scope: Scope, input: { pollId: string }) {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    const poll = isId(input.pollId) ? await lockOwnPoll(tx.sql, input.pollId, userId) : null;
    if (!poll) return refusal('NotFound', 'You made no such poll.');
    if ((await countVotes(tx.sql, poll.id)) > 0) return refusal('PollHasVotes', 'Somebody voted already.');
    await endPoll(tx.sql, poll.id, scope.clock.now());
    return { pollId: poll.id };
  });
}
