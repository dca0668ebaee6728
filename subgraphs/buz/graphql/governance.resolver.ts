import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { DomainEvent } from '#kernel/event';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import type { Scope } from '#chassis/mount/scope';
import { NO_VOTES, type Proposal, type ProposalState } from '../domain/proposal.ts';
import { proposalTopic } from '../published/governance.events.ts';
import { commentsPage, ownChoiceLoader, ownDelegation, ownPowerLoader, proposalLoader, proposalsPage, recount, tallyLoader, votesPage } from '../reads/proposals.ts'; // prettier-ignore
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { ChoiceEnum, CommentConnection, CommentType, DelegationType, ProposalConnection, ProposalNode, ProposalStateEnum, ProposalTally, RecountType, VoteConnection, VoteType } from './governance.type.ts'; // prettier-ignore
import { User } from './wallet.type.ts';

@Resolver(() => ProposalNode)
export class ProposalResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who proposes.' })
  proposer(@Root() proposal: ProposalNode): User {
    return { id: proposal.proposerId };
  }

  @FieldResolver(() => ProposalTally, {
    nullable: true,
    description: 'How the votes stand, or stood in the end; null before voting.',
  })
  async tally(@Root() { id, state, counted }: ProposalNode, @Ctx() scope: Scope): Promise<ProposalTally | null> {
    return state === 'VOTING' ? scope.loader(tallyLoader).load(id) : counted;
  }

  @FieldResolver(() => BuzAmount, {
    nullable: true,
    description: 'What your own vote counts for, delegated shares included; null before the snapshot.',
  })
  async ownPower(@Root() { id, supply }: ProposalNode, @Ctx() scope: Scope): Promise<bigint | null> {
    return supply === null ? null : scope.loader(ownPowerLoader).load(id);
  }

  @FieldResolver(() => ChoiceEnum, { nullable: true, description: 'What you voted.' })
  async ownVote(@Root() { id, supply }: ProposalNode, @Ctx() scope: Scope): Promise<string | null> {
    return supply === null ? null : scope.loader(ownChoiceLoader).load(id);
  }
}

@Resolver(() => VoteType)
export class VoterResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who voted.' })
  voter(@Root() vote: VoteType): User {
    return { id: vote.voterId };
  }
}

@Resolver(() => CommentType)
export class CommentAuthorResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who says it.' })
  author(@Root() comment: CommentType): User {
    return { id: comment.authorId };
  }
}

@Resolver(() => DelegationType)
export class DelegateResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who may vote with it.' })
  delegate(@Root() delegation: DelegationType): User {
    return { id: delegation.delegateId };
  }
}

@Resolver()
export class GovernanceResolver {
  @Directive('@authenticated')
  @Query(() => ProposalConnection, { nullable: true, description: 'Proposals, newest first; drafts are your own.' })
  async proposals(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('state', () => ProposalStateEnum, { nullable: true, description: 'Only those in this state.' })
    state: ProposalState | null,
    @Ctx() scope: Scope,
  ): Promise<Connection<ProposalNode>> {
    const read = proposalsPage.bind(null, scope, state ?? null);
    return readConnection(scope, { name: 'proposals', filter: state ?? null }, page, read, nodeOf);
  }

  @Directive('@authenticated')
  @Query(() => ProposalNode, { nullable: true, description: 'One proposal; null for a draft of somebody else.' })
  async proposal(
    @Arg('id', () => ID, { description: 'Which.' }) id: string,
    @Ctx() scope: Scope,
  ): Promise<ProposalNode | null> {
    return resolveProposal({ id }, scope);
  }

  @Directive('@authenticated')
  @Query(() => VoteConnection, { nullable: true, description: 'The votes on a proposal, as they were cast.' })
  async proposalVotes(
    @Arg('proposalId', () => ID, { description: 'Which.' }) proposalId: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<VoteType> | null> {
    if (!(await scope.loader(proposalLoader).load(proposalId))) return null;
    const read = votesPage.bind(null, scope, proposalId);
    return readConnection(scope, { name: 'proposalVotes', filter: proposalId }, page, read, (vote): VoteType => vote);
  }

  @Directive('@authenticated')
  @Query(() => CommentConnection, { nullable: true, description: 'What is said about a proposal, oldest first.' })
  async proposalComments(
    @Arg('proposalId', () => ID, { description: 'Which.' }) proposalId: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<CommentType> | null> {
    if (!(await scope.loader(proposalLoader).load(proposalId))) return null;
    const read = commentsPage.bind(null, scope, proposalId);
    return readConnection(
      scope,
      { name: 'proposalComments', filter: proposalId },
      page,
      read,
      (one): CommentType => one,
    );
  }

  @Directive('@authenticated')
  @Directive('@cost(weight: 100)')
  @Query(() => RecountType, {
    nullable: true,
    description:
      'Counts a closed vote anew from the ledger, for whoever does not believe it; null before it has closed.',
  })
  async recountProposal(
    @Arg('id', () => ID, { description: 'Which.' }) id: string,
    @Ctx() scope: Scope,
  ): Promise<RecountType | null> {
    const proposal = await scope.loader(proposalLoader).load(id);
    return proposal && recount(scope, proposal);
  }

  @Directive('@authenticated')
  @Query(() => DelegationType, { nullable: true, description: 'Who may vote with your share now; null: nobody.' })
  async voteDelegation(@Ctx() scope: Scope): Promise<DelegationType | null> {
    return scope.caller.userId ? ownDelegation(scope, scope.caller.userId) : null;
  }

  @Directive('@authenticated')
  @Subscription(() => ProposalNode, {
    nullable: true,
    description: 'A proposal whenever it moves on or, at most once a minute, has new votes.',
    subscribe: ({ context, args }: { context: Scope; args: { proposalId: string } }) =>
      context.live.follow(proposalTopic(args.proposalId)),
  })
  async proposalChanged(
    @Root() event: DomainEvent,
    @Arg('proposalId', () => ID, { description: 'Which.' }) _proposalId: string,
    @Ctx() scope: Scope,
  ): Promise<ProposalNode | null> {
    return resolveProposal({ id: event.aggregateId }, scope);
  }
}

/** Forbidden and missing look the same; who has not signed in sees none. */
export async function resolveProposal(reference: { id: string }, scope: Scope): Promise<ProposalNode | null> {
  if (scope.caller.kind === 'anonymous') return null;
  const proposal = await scope.loader(proposalLoader).load(reference.id);
  return proposal && nodeOf(proposal);
}

function nodeOf({ tally, ...proposal }: Proposal): ProposalNode {
  return { ...proposal, counted: tally ?? (proposal.supply === null ? null : NO_VOTES) };
}
