import { z } from 'zod';
import { unitsOf } from '#kernel/buz';
import type { DomainEvent, EventContract } from '#kernel/event';

const amount = z.string().refine((text) => unitsOf(text) !== null);
const instant = z.iso.datetime();
const TYPE = z.enum(['FEATURE', 'ECONOMIC', 'PARTNERSHIP', 'TECHNICAL']);
const counted = { yes: amount, no: amount, abstain: amount, voters: z.int() };

interface Proposed {
  proposalId: string;
  proposerId: string;
  type: 'FEATURE' | 'ECONOMIC' | 'PARTNERSHIP' | 'TECHNICAL';
  title: string;
}
interface Counted {
  yes: string;
  no: string;
  abstain: string;
  voters: number;
}
const proposed = { proposalId: z.uuid(), proposerId: z.uuid(), type: TYPE, title: z.string() };
const about = { producer: 'buz', aggregate: 'proposal', version: 1 } as const;

export const proposalOpened: EventContract<Proposed & { votingAt: string; closesAt: string }> = {
  ...about,
  type: 'buz.proposal_opened',
  when: 'A proposal was opened for discussion; voting is from `votingAt` to `closesAt`.',
  body: z.object({ ...proposed, votingAt: instant, closesAt: instant }),
};

export const votingOpened: EventContract<Proposed & { snapshotAt: string; supply: string; closesAt: string }> = {
  ...about,
  type: 'buz.voting_opened',
  when: 'Voting on a proposal began, and its snapshot was taken as of that exact instant; `supply` is what was staked then.',
  body: z.object({ ...proposed, snapshotAt: instant, supply: amount, closesAt: instant }),
};

export const proposalTallied: EventContract<Counted & { proposalId: string }> = {
  ...about,
  type: 'buz.proposal_tallied',
  when: 'There are new votes on a proposal: at most once a minute, as things stand.',
  body: z.object({ proposalId: z.uuid(), ...counted }),
};

export const proposalClosed: EventContract<
  Proposed & Counted & { outcome: 'PASSED' | 'REJECTED' | 'QUORUM_FAILED'; supply: string; closedAt: string }
> = {
  ...about,
  type: 'buz.proposal_closed',
  when: 'Voting on a proposal ended at `closedAt` and the votes were counted.',
  body: z.object({
    ...proposed,
    ...counted,
    outcome: z.enum(['PASSED', 'REJECTED', 'QUORUM_FAILED']),
    supply: amount,
    closedAt: instant,
  }),
};

export const proposalExecuted: EventContract<Proposed> = {
  ...about,
  type: 'buz.proposal_executed',
  when: 'What was passed was done: of an ECONOMIC proposal, the price list has the new price from its time on.',
  body: z.object(proposed),
};

export const proposalWithdrawn: EventContract<Proposed> = {
  ...about,
  type: 'buz.proposal_withdrawn',
  when: 'A proposal in discussion was taken back by its proposer.',
  body: z.object(proposed),
};

export const voteCast: EventContract<{ voteId: string; proposalId: string; userId: string }> = {
  producer: 'buz',
  aggregate: 'vote',
  version: 1,
  type: 'buz.vote_cast',
  when: 'Somebody voted on a proposal, once and finally; the aggregate is the vote, and this is its only event.',
  body: z.object({ voteId: z.uuid(), proposalId: z.uuid(), userId: z.uuid() }),
};

export const governanceEvents: readonly EventContract[] = [
  proposalOpened,
  votingOpened,
  proposalTallied,
  proposalClosed,
  proposalExecuted,
  proposalWithdrawn,
  voteCast,
];

/** What changes how a proposal stands. */
export const PROPOSAL_LIVE = [
  votingOpened,
  proposalTallied,
  proposalClosed,
  proposalExecuted,
  proposalWithdrawn,
] as const;

/** The live topic of one proposal. */
export const proposalTopic = (proposalId: string): string => `proposal:${proposalId}`;

export const proposalTopicsOf = ({ aggregateId }: DomainEvent): string[] => [proposalTopic(aggregateId)];
