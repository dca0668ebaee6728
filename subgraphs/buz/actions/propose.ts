import { newId } from '#kernel/id';
import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Units } from '#kernel/buz';
import {
  PROPOSAL_RULES,
  windowsFrom,
  type Proposal,
  type ProposalType,
  type ProposedPrice,
} from '../domain/proposal.ts';
import {
  changeInvalid,
  proposalNotFound,
  stakeTooSmall,
  tooManyProposals,
  wrongState,
} from '../domain/proposal-refusals.ts';
import { refuseChange } from '../domain/rule-change.ts';
import { proposalOpened, proposalWithdrawn } from '../published/governance.events.ts';
import { readSurroundings } from '../storage/economy-rules.store.ts';
import { countOpenOf, lockProposal, writeProposal } from '../storage/proposals.store.ts';
import { readStaked } from '../storage/stakers.store.ts';
import { proposedAs } from './tell-proposal.ts';
import { walkIfDue } from './walk-proposals.ts';

export interface Draft {
  readonly type: ProposalType;
  readonly title: string;
  readonly text: string;
  readonly change: ProposedPrice | null;
}

type Done = { readonly proposalId: string };

/** Drafts a proposal; nobody else sees it before it is opened. */
export async function createProposal(scope: Scope, draft: Draft): Promise<Done | Refusal> {
  const proposerId = scope.caller.userId!;
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    const refused = (await refuseProposer(tx, proposerId)) ?? (await refuseDraft(tx, draft, now));
    if (refused) return refused;
    const nothingYet = { supply: null, tally: null, executedAt: null, notExecuted: null };
    const windows = { openedAt: null, votingAt: null, closesAt: null };
    const proposal: Proposal = {
      id: newId(),
      proposerId,
      ...draft,
      state: 'DRAFT',
      createdAt: now,
      ...windows,
      ...nothingYet,
    };
    await writeProposal(tx.sql, proposal);
    return { proposalId: proposal.id };
  });
}

/** Begins the discussion; from here on everything happens by the clock. */
export async function openProposal(scope: Scope, proposalId: string): Promise<Done | Refusal> {
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    const proposal = await lockOwn(tx, scope, proposalId);
    if (!proposal) return proposalNotFound();
    if (proposal.state !== 'DRAFT') return wrongState(proposal.state);
    const windows = windowsFrom(now);
    const refused = (await refuseProposer(tx, proposal.proposerId)) ?? (await refuseDraft(tx, proposal, now));
    if (refused) return refused;
    if (proposal.change && proposal.change.effectiveAt < windows.closesAt)
      return changeInvalid(`It cannot take effect before voting ends at ${windows.closesAt.toISOString()}.`);
    if ((await countOpenOf(tx.sql, proposal.proposerId)) >= PROPOSAL_RULES.openAtOnce)
      return tooManyProposals(PROPOSAL_RULES.openAtOnce);
    const opened: Proposal = { ...proposal, ...windows, state: 'DISCUSSION' };
    await writeProposal(tx.sql, opened);
    const until = { votingAt: windows.votingAt.toISOString(), closesAt: windows.closesAt.toISOString() };
    await tx.tell(proposalOpened, opened.id, { ...proposedAs(opened), ...until });
    return { proposalId };
  });
}

/** Takes a draft or a proposal in discussion back; once voting has begun nobody does. */
export async function withdrawProposal(scope: Scope, proposalId: string): Promise<Done | Refusal> {
  await walkIfDue(scope, proposalId);
  return scope.transact(async (tx) => {
    const proposal = await lockOwn(tx, scope, proposalId);
    if (!proposal) return proposalNotFound();
    if (proposal.state !== 'DRAFT' && proposal.state !== 'DISCUSSION') return wrongState(proposal.state);
    await writeProposal(tx.sql, { ...proposal, state: 'WITHDRAWN' });
    if (proposal.state === 'DISCUSSION') await tx.tell(proposalWithdrawn, proposal.id, proposedAs(proposal));
    return { proposalId };
  });
}

/** Somebody else's draft looks missing; of an open proposal, only its proposer decides. */
async function lockOwn(tx: Transaction, scope: Scope, proposalId: string): Promise<Proposal | null> {
  const proposal = await lockProposal(tx.sql, proposalId, 'UPDATE');
  return proposal?.proposerId === scope.caller.userId ? proposal : null;
}

async function refuseProposer(tx: Transaction, proposerId: string): Promise<Refusal | null> {
  const staked: Units = await readStaked(tx.sql, proposerId);
  return staked < PROPOSAL_RULES.proposerStake ? stakeTooSmall(PROPOSAL_RULES.proposerStake, staked) : null;
}

/** Exactly the ECONOMIC ones carry a change, and one that the price list would take now. */
async function refuseDraft(
  tx: Transaction,
  { type, change }: Pick<Draft, 'type' | 'change'>,
  now: Date,
): Promise<Refusal | null> {
  if (type === 'ECONOMIC' && !change) return changeInvalid('An ECONOMIC proposal says which price it changes.');
  if (type !== 'ECONOMIC' && change) return changeInvalid('Only an ECONOMIC proposal changes a price.');
  if (!change) return null;
  const { code, amount, effectiveAt } = change;
  const around = await readSurroundings(tx.sql, 'PRICE', code, now);
  const refused = refuseChange('PRICE', { code, amount, effectiveFrom: effectiveAt, because: '' }, around, now);
  return refused && changeInvalid(refused.message);
}
