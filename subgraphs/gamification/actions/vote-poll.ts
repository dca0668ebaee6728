import { isId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { insertVote, readOptions, sharePoll } from '../storage/polls.store.ts';
import { actOnce } from './act-once.ts';
import { hearFacts } from './hear-fact.ts';

/** Votes for one option, once and for good, before the poll closes by the business clock. */
export async function votePoll(scope: Scope, input: { pollId: string; option: number; idempotencyKey: string }) {
  return actOnce(scope, 'votePoll', input, async ({ tx, userId, now }) => {
    const poll = isId(input.pollId) ? await sharePoll(tx.sql, input.pollId) : null;
    if (!poll) return refusal('NotFound', 'There is no such poll.');
    if (poll.closesAt <= now) return refusal('PollClosed', 'The poll is closed.', { closedAt: poll.closesAt });
    const options = await readOptions(tx.sql, [poll.id]);
    if (!options.some(({ position }) => position === input.option))
      return refusal('PollOptionUnknown', `The options are 1 to ${options.length}.`);
    const vote = { pollId: poll.id, voterId: userId, position: input.option, at: now };
    if (!(await insertVote(tx.sql, vote))) return refusal('PollAlreadyVoted', 'You voted in this poll already.');
    const fact = { userId, kind: 'POLL_VOTE', sourceEventId: poll.id, subjectId: poll.id, happenedAt: now };
    await hearFacts(tx, now, [fact]);
    return { pollId: poll.id };
  });
}
