import { decimalOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { maySeeProposal, type Choice } from '../domain/proposal.ts';
import {
  alreadyVoted,
  noVotingPower,
  proposalNotFound,
  votingClosed,
  votingNotOpen,
} from '../domain/proposal-refusals.ts';
import { voteCast } from '../published/governance.events.ts';
import { lockProposal } from '../storage/proposals.store.ts';
import { readSharesOf } from '../storage/snapshot.store.ts';
import { insertVote } from '../storage/votes.store.ts';
import { walkIfDue } from './walk-proposals.ts';

export interface CastVote {
  readonly proposalId: string;
  readonly choice: Choice;
  readonly idempotencyKey: string;
}

export interface VoteGiven {
  readonly proposalId: string;
  readonly power: string;
}

/** Votes with what was staked at the snapshot and what others had delegated by then; once, finally, and never on behalf of who votes himself. */
export async function castVote(scope: Scope, input: CastVote): Promise<VoteGiven | Refusal> {
  const userId = scope.caller.userId!;
  const { proposalId, choice, idempotencyKey: key } = input;
  await walkIfDue(scope, proposalId);
  return scope.transact((tx) =>
    answerOnce(tx.sql, { actorId: userId, key, operation: 'castVote', body: { proposalId, choice } }, () =>
      vote(scope, tx, userId, input),
    ),
  );
}

async function vote(
  scope: Scope,
  tx: Transaction,
  voterId: string,
  { proposalId, choice }: CastVote,
): Promise<VoteGiven | Refusal> {
  const proposal = await lockProposal(tx.sql, proposalId, 'SHARE');
  if (!proposal || !maySeeProposal(voterId, proposal)) return proposalNotFound();
  const now = scope.clock.now();
  const { state, closesAt, votingAt } = proposal;
  if (state === 'DRAFT' || state === 'DISCUSSION' || state === 'WITHDRAWN')
    return votingNotOpen(state === 'WITHDRAWN' ? null : votingAt);
  if (state !== 'VOTING' || closesAt! <= now) return votingClosed(closesAt!);
  const id = newId();
  if (!(await insertVote(tx.sql, { id, proposalId, voterId, choice, castAt: now }))) return alreadyVoted();
  const shares = (await readSharesOf(tx.sql, [proposalId], voterId)).get(proposalId) ?? [];
  const power = shares.reduce((sum, share) => sum + share.power, 0n);
  if (power === 0n) return noVotingPower(votingAt!);
  await tx.tellFirsts(voteCast, [{ aggregateId: id, body: { voteId: id, proposalId, userId: voterId } }]);
  return { proposalId, power: decimalOf(power) };
}
