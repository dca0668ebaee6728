import { newId } from '#kernel/id';
import type { Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { maySeeProposal } from '../domain/proposal.ts';
import { proposalNotFound, wrongState } from '../domain/proposal-refusals.ts';
import { insertComment } from '../storage/comments.store.ts';
import type { Comment } from '../storage/comments.store.ts';
import { lockProposal } from '../storage/proposals.store.ts';

/** Says something about a proposal, in plain text, while it is discussed or voted on. */
export async function commentOnProposal(
  scope: Scope,
  input: { readonly proposalId: string; readonly text: string },
): Promise<Comment | Refusal> {
  const authorId = scope.caller.userId!;
  return scope.transact(async (tx) => {
    const proposal = await lockProposal(tx.sql, input.proposalId, 'SHARE');
    if (!proposal || !maySeeProposal(authorId, proposal)) return proposalNotFound();
    if (proposal.state !== 'DISCUSSION' && proposal.state !== 'VOTING') return wrongState(proposal.state);
    const { proposalId, text } = input;
    const comment = { id: newId(), proposalId, authorId, text, at: scope.clock.now() };
    await insertComment(tx.sql, comment);
    return comment;
  });
}
