import { decimalOf, type Units } from '#kernel/buz';
import { refusal } from '#kernel/refusal';
import type { ProposalState } from './proposal.ts';

export const proposalNotFound = () => refusal('NotFound', 'There is no such proposal.');

export const stakeTooSmall = (needed: Units, staked: Units) =>
  refusal(
    'ProposerStakeTooSmall',
    `Who proposes has ${decimalOf(needed)} BUZ staked; you have ${decimalOf(staked)} BUZ.`,
    { needed, staked },
  );

export const tooManyProposals = (maximum: number) =>
  refusal('ProposalsTooMany', `At most ${maximum} proposals of yours are in discussion or voting at once.`, {
    maximum,
  });

export const changeInvalid = (message: string) => refusal('ProposalChangeInvalid', message);

export const wrongState = (state: ProposalState) =>
  refusal('ProposalStateRefused', `That cannot be done with a proposal that is ${state}.`, { state });

export const votingNotOpen = (opensAt: Date | null) =>
  refusal('VotingNotOpen', opensAt ? `Voting begins at ${opensAt.toISOString()}.` : 'Nobody votes on this proposal.', {
    opensAt,
  });

export const votingClosed = (closedAt: Date) =>
  refusal('VotingClosed', `Voting ended at ${closedAt.toISOString()}.`, { closedAt });

export const alreadyVoted = () => refusal('AlreadyVoted', 'You have voted on this proposal: a vote is final.');

export const noVotingPower = (snapshotAt: Date) =>
  refusal(
    'NoVotingPower',
    `You had nothing staked at ${snapshotAt.toISOString()}, and nobody who has not voted had delegated to you.`,
    { snapshotAt },
  );

export const delegateInvalid = (message: string) => refusal('DelegateInvalid', message);
