import type { Part } from '#chassis/mount/part';
import { walkAndTell } from '../actions/walk-proposals.ts';
import { governanceAccess } from '../graphql/governance.access.ts';
import {
  CommentAuthorResolver,
  DelegateResolver,
  GovernanceResolver,
  ProposalResolver,
  VoterResolver,
} from '../graphql/governance.resolver.ts';
import { VoteResolver } from '../graphql/vote.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { governanceEvents, PROPOSAL_LIVE, proposalTopicsOf } from '../published/governance.events.ts';

/** Deciding together: proposals, votes with what is staked, delegation. */
export const governancePart: Part<BuzPorts> = {
  resolvers: [
    ProposalResolver,
    VoterResolver,
    CommentAuthorResolver,
    DelegateResolver,
    GovernanceResolver,
    VoteResolver,
  ],
  access: governanceAccess,
  publishes: governanceEvents,
  live: PROPOSAL_LIVE.map((on) => ({ on, topicsOf: proposalTopicsOf })),
  jobs: [{ task: 'walk-proposals', cron: '* * * * *', run: walkAndTell }],
};
