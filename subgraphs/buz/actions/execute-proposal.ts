import type { Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope } from '#chassis/mount/scope';
import { proposalNotFound, wrongState } from '../domain/proposal-refusals.ts';
import { proposalExecuted } from '../published/governance.events.ts';
import { lockProposal, writeProposal } from '../storage/proposals.store.ts';
import { proposedAs } from './tell-proposal.ts';
import { walkIfDue } from './walk-proposals.ts';

/** Says that what was passed has been done, by an administrator: of everything that the platform cannot do by itself. */
export async function executeProposal(scope: Scope, proposalId: string): Promise<{ proposalId: string } | Refusal> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  await walkIfDue(scope, proposalId);
  return scope.transact(async (tx) => {
    const proposal = await lockProposal(tx.sql, proposalId, 'UPDATE');
    if (!proposal || proposal.state === 'DRAFT') return proposalNotFound();
    if (proposal.state !== 'PASSED' || proposal.change) return wrongState(proposal.state);
    await writeProposal(tx.sql, { ...proposal, state: 'EXECUTED', executedAt: scope.clock.now() });
    await tx.tell(proposalExecuted, proposal.id, proposedAs(proposal));
    return { proposalId };
  });
}
