import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { unitsOf } from '#kernel/buz';
import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { castVote } from '../actions/cast-vote.ts';
import { commentOnProposal } from '../actions/comment-on-proposal.ts';
import { delegateVotes } from '../actions/delegate-votes.ts';
import { executeProposal } from '../actions/execute-proposal.ts';
import { createProposal, openProposal, withdrawProposal } from '../actions/propose.ts';
import { ownDelegation } from '../reads/proposals.ts';
import {
  CastVoteInput,
  CommentOnProposalInput,
  CreateProposalInput,
  DelegateVotesInput,
  ExecuteProposalInput,
  OpenProposalInput,
  WithdrawProposalInput,
} from './governance.input.ts';
import { resolveProposal } from './governance.resolver.ts';
import {
  CastVoteResult,
  CommentOnProposalResult,
  CreateProposalResult,
  DelegateVotesResult,
  ExecuteProposalResult,
  OpenProposalResult,
  WithdrawProposalResult,
  type ProposalCommented,
  type VoteCounted,
  type VotesDelegated,
} from './governance.result.ts';
import type { ProposalNode } from './governance.type.ts';

type About = { proposal: ProposalNode | null };
const STAKES = '@requiresScopes(scopes: [["buz.stake"]])';

@Resolver()
export class VoteResolver {
  @Directive(STAKES)
  @Mutation(() => CreateProposalResult, {
    nullable: true,
    description: 'Drafts a proposal. Takes 1,000 BUZ in stakes.',
  })
  async createProposal(
    @Arg('input', { description: 'What.' }) input: CreateProposalInput,
    @Ctx() scope: Scope,
  ): Promise<About | Refusal> {
    const { type, title, text, change } = input;
    return about(scope, await createProposal(scope, { type, title, text, change: change ?? null }));
  }

  @Directive(STAKES)
  @Mutation(() => OpenProposalResult, {
    nullable: true,
    description: 'Opens a draft: seven days of discussion, then three of voting.',
  })
  async openProposal(
    @Arg('input', { description: 'Which.' }) input: OpenProposalInput,
    @Ctx() scope: Scope,
  ): Promise<About | Refusal> {
    return about(scope, await openProposal(scope, input.proposalId));
  }

  @Directive(STAKES)
  @Mutation(() => WithdrawProposalResult, { nullable: true, description: 'Takes a proposal back, before voting.' })
  async withdrawProposal(
    @Arg('input', { description: 'Which.' }) input: WithdrawProposalInput,
    @Ctx() scope: Scope,
  ): Promise<About | Refusal> {
    return about(scope, await withdrawProposal(scope, input.proposalId));
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Mutation(() => ExecuteProposalResult, {
    nullable: true,
    description: 'Says that what was passed has been done. Needs a fresh authentication.',
  })
  async executeProposal(
    @Arg('input', { description: 'Which.' }) input: ExecuteProposalInput,
    @Ctx() scope: Scope,
  ): Promise<About | Refusal> {
    return about(scope, await executeProposal(scope, input.proposalId));
  }

  @Directive(STAKES)
  @Mutation(() => CommentOnProposalResult, { nullable: true, description: 'Says something about a proposal.' })
  async commentOnProposal(
    @Arg('input', { description: 'What.' }) input: CommentOnProposalInput,
    @Ctx() scope: Scope,
  ): Promise<ProposalCommented | Refusal> {
    const comment = await commentOnProposal(scope, input);
    return isRefusal(comment) ? comment : { comment };
  }

  @Directive(STAKES)
  @Directive('@tag(name: "no-money")')
  @Mutation(() => CastVoteResult, {
    nullable: true,
    description: 'Votes, once and finally, with what was staked and delegated at the snapshot.',
  })
  async castVote(
    @Arg('input', { description: 'What.' }) input: CastVoteInput,
    @Ctx() scope: Scope,
  ): Promise<VoteCounted | Refusal> {
    const given = await castVote(scope, input);
    if (isRefusal(given)) return given;
    return { power: unitsOf(given.power)!, proposal: await resolveProposal({ id: given.proposalId }, scope) };
  }

  @Directive(STAKES)
  @Mutation(() => DelegateVotesResult, {
    nullable: true,
    description: 'Lets somebody else vote with your share when you do not, from the next snapshot on.',
  })
  async delegateVotes(
    @Arg('input', { description: 'Who.' }) input: DelegateVotesInput,
    @Ctx() scope: Scope,
  ): Promise<VotesDelegated | Refusal> {
    const delegated = await delegateVotes(scope, input.delegateId ?? null);
    return isRefusal(delegated) ? delegated : { delegation: await ownDelegation(scope, scope.caller.userId!) };
  }
}

async function about(scope: Scope, outcome: { proposalId: string } | Refusal): Promise<About | Refusal> {
  if (isRefusal(outcome)) return outcome;
  return { proposal: await resolveProposal({ id: outcome.proposalId }, scope) };
}
