import { Field, Int, ObjectType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { IdempotencyKeyReused, NotFound, RefusalType, StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import { DateTime } from '#chassis/graphql/scalars';
import type { ProposalState } from '../domain/proposal.ts';
import { CommentType, DelegationType, ProposalNode, ProposalStateEnum } from './governance.type.ts';

const says = (description: string) => ({ implements: RefusalType, description });

@ObjectType('ProposerStakeTooSmall', says('Who proposes needs more staked.'))
export class ProposerStakeTooSmall extends RefusalType {
  @Field(() => BuzAmount, { description: 'What it takes.' })
  needed!: bigint;

  @Field(() => BuzAmount, { description: 'What the caller has staked.' })
  staked!: bigint;
}

@ObjectType('ProposalsTooMany', says('Too many proposals of the caller are open at once.'))
export class ProposalsTooMany extends RefusalType {
  @Field(() => Int, { description: 'How many may be.' })
  maximum!: number;
}

@ObjectType('ProposalChangeInvalid', says('The price list would not take this change.'))
export class ProposalChangeInvalid extends RefusalType {}

@ObjectType('ProposalStateRefused', says('Not in the state that the proposal is in.'))
export class ProposalStateRefused extends RefusalType {
  @Field(() => ProposalStateEnum, { description: 'The state.' })
  state!: ProposalState;
}

@ObjectType('VotingNotOpen', says('Nobody votes on it yet.'))
export class VotingNotOpen extends RefusalType {
  @Field(() => DateTime, { nullable: true, description: 'When voting begins; null: not at all, or not known.' })
  opensAt!: Date | null;
}

@ObjectType('VotingClosed', says('Voting has ended.'))
export class VotingClosed extends RefusalType {
  @Field(() => DateTime, { description: 'When.' })
  closedAt!: Date;
}

@ObjectType('AlreadyVoted', says('The caller has voted; a vote is final.'))
export class AlreadyVoted extends RefusalType {}

@ObjectType('NoVotingPower', says('The vote would count for nothing.'))
export class NoVotingPower extends RefusalType {
  @Field(() => DateTime, { description: 'Whose stakes of then count.' })
  snapshotAt!: Date;
}

@ObjectType('DelegateInvalid', says('That person cannot be the delegate of the caller.'))
export class DelegateInvalid extends RefusalType {}

@ObjectType('ProposalCreated', { description: 'The proposal was drafted.' })
export class ProposalCreated {
  @Field(() => ProposalNode, { nullable: true, description: 'The proposal.' })
  proposal!: ProposalNode | null;
}

@ObjectType('ProposalOpened', { description: 'The discussion has begun.' })
export class ProposalOpened {
  @Field(() => ProposalNode, { nullable: true, description: 'The proposal.' })
  proposal!: ProposalNode | null;
}

@ObjectType('ProposalTakenBack', { description: 'The proposal was withdrawn.' })
export class ProposalTakenBack {
  @Field(() => ProposalNode, { nullable: true, description: 'The proposal.' })
  proposal!: ProposalNode | null;
}

@ObjectType('ProposalDone', { description: 'What was passed is done.' })
export class ProposalDone {
  @Field(() => ProposalNode, { nullable: true, description: 'The proposal.' })
  proposal!: ProposalNode | null;
}

@ObjectType('ProposalCommented', { description: 'The comment is there.' })
export class ProposalCommented {
  @Field(() => CommentType, { nullable: true, description: 'The comment.' })
  comment!: CommentType | null;
}

@ObjectType('VoteCounted', { description: 'The vote counts.' })
export class VoteCounted {
  @Field(() => BuzAmount, { description: 'What it counts for.' })
  power!: bigint;

  @Field(() => ProposalNode, { nullable: true, description: 'The proposal.' })
  proposal!: ProposalNode | null;
}

@ObjectType('VotesDelegated', { description: 'Who may vote with the share of the caller, from the next snapshot on.' })
export class VotesDelegated {
  @Field(() => DelegationType, { nullable: true, description: 'The delegation; null: nobody.' })
  delegation!: DelegationType | null;
}

export const CreateProposalResult = resultUnion('CreateProposalResult', [
  ProposalCreated,
  ProposerStakeTooSmall,
  ProposalChangeInvalid,
]);
export const OpenProposalResult = resultUnion('OpenProposalResult', [
  ProposalOpened,
  NotFound,
  ProposalStateRefused,
  ProposerStakeTooSmall,
  ProposalChangeInvalid,
  ProposalsTooMany,
]);
export const WithdrawProposalResult = resultUnion('WithdrawProposalResult', [
  ProposalTakenBack,
  NotFound,
  ProposalStateRefused,
]);
export const ExecuteProposalResult = resultUnion('ExecuteProposalResult', [
  ProposalDone,
  StepUpRequired,
  NotFound,
  ProposalStateRefused,
]);
export const CommentOnProposalResult = resultUnion('CommentOnProposalResult', [
  ProposalCommented,
  NotFound,
  ProposalStateRefused,
]);
export const CastVoteResult = resultUnion('CastVoteResult', [
  VoteCounted,
  NotFound,
  IdempotencyKeyReused,
  VotingNotOpen,
  VotingClosed,
  AlreadyVoted,
  NoVotingPower,
]);
export const DelegateVotesResult = resultUnion('DelegateVotesResult', [VotesDelegated, DelegateInvalid]);
