import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { connectionType } from '#chassis/graphql/connection';
import { DateTime } from '#chassis/graphql/scalars';
import type { Choice, ProposalState, ProposalType as Type } from '../domain/proposal.ts';

const named = <Name extends string>(values: Record<Name, string>, name: string, description: string) => {
  const names = Object.keys(values) as Name[];
  const enumeration = Object.fromEntries(names.map((value) => [value, value])) as Record<Name, Name>;
  const valuesConfig = Object.fromEntries(names.map((value) => [value, { description: values[value] }]));
  registerEnumType(enumeration, { name, description, valuesConfig: valuesConfig as never });
  return enumeration;
};

export const ProposalTypeEnum = named<Type>(
  {
    FEATURE: 'Something to build.',
    ECONOMIC: 'Another price; done by the platform itself when it passes. Needs 66 %.',
    PARTNERSHIP: 'Whom to work with.',
    TECHNICAL: 'How to build.',
  },
  'ProposalType',
  'What a proposal is about.',
);

export const ProposalStateEnum = named<ProposalState>(
  {
    DRAFT: 'Seen by its proposer only.',
    DISCUSSION: 'Seven days of discussion.',
    VOTING: 'Three days of voting, with what was staked when they began.',
    PASSED: 'More yes than it needs, of enough votes.',
    REJECTED: 'Enough votes, too little yes.',
    QUORUM_FAILED: 'Less than 5 % of what was staked took part.',
    EXECUTED: 'Passed, and done.',
    WITHDRAWN: 'Taken back by its proposer.',
  },
  'ProposalState',
  'Where a proposal is in its life.',
);

export const ChoiceEnum = named<Choice>(
  { YES: 'For it.', NO: 'Against it.', ABSTAIN: 'Neither; counts for the quorum.' },
  'VoteChoice',
  'A vote.',
);

@ObjectType('ProposedPrice', { description: 'What an ECONOMIC proposal changes.' })
export class ProposedPriceType {
  @Field({ description: 'The code of the price, as in `priceRules`.' })
  code!: string;

  @Field(() => BuzAmount, { description: 'The new price.' })
  amount!: bigint;

  @Field(() => DateTime, { description: 'From when on; never before voting has ended.' })
  effectiveAt!: Date;
}

@ObjectType('ProposalTally', { description: 'Votes, in BUZ that were staked at the snapshot.' })
export class ProposalTally {
  @Field(() => BuzAmount, { description: 'For it.' })
  yes!: bigint;

  @Field(() => BuzAmount, { description: 'Against it.' })
  no!: bigint;

  @Field(() => BuzAmount, { description: 'Neither.' })
  abstain!: bigint;

  @Field(() => Int, { description: 'How many people voted, delegators not counted.' })
  voters!: number;
}

@Directive('@key(fields: "id")')
@ObjectType('Proposal', { description: 'Something to decide together.' })
export class ProposalNode {
  @Field(() => ID, { description: 'UUIDv7.' })
  id!: string;

  @Field(() => ProposalTypeEnum, { description: 'What it is about.' })
  type!: Type;

  @Field({ description: 'One line.' })
  title!: string;

  @Field({ description: 'What is proposed and why; plain text.' })
  text!: string;

  @Field(() => ProposedPriceType, { nullable: true, description: 'ECONOMIC only: what it changes.' })
  change!: ProposedPriceType | null;

  @Field(() => ProposalStateEnum, { description: 'Where it is in its life.' })
  state!: ProposalState;

  @Field(() => DateTime, { description: 'When it was drafted.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When discussion began.' })
  openedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When voting begins, and whose stakes of then count.' })
  votingAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When voting ends.' })
  closesAt!: Date | null;

  @Field(() => BuzAmount, { nullable: true, description: 'What all had staked at the snapshot; null before it.' })
  supply!: bigint | null;

  @Field(() => DateTime, { nullable: true, description: 'When what was passed was done.' })
  executedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the price list did not take it: a code.' })
  notExecuted!: string | null;

  /** Not shown: whose it is, as an id. */
  proposerId!: string;

  /** Not shown: the tally of a closed vote. */
  counted!: ProposalTally | null;
}

export const ProposalConnection = connectionType(() => ProposalNode, 'Proposal');

@ObjectType('Vote', { description: 'One vote. Votes are open: who votes shows what it counts for.' })
export class VoteType {
  @Field(() => ID, { description: 'UUIDv7.' })
  id!: string;

  @Field(() => ChoiceEnum, { description: 'The vote.' })
  choice!: Choice;

  @Field(() => BuzAmount, {
    description: 'What it counts for: less than before when somebody votes himself who had delegated.',
  })
  power!: bigint;

  @Field(() => DateTime, { description: 'When.' })
  castAt!: Date;

  /** Not shown: whose it is, as an id. */
  voterId!: string;
}

export const VoteConnection = connectionType(() => VoteType, 'Vote');

@ObjectType('ProposalComment', { description: 'What somebody says about a proposal.' })
export class CommentType {
  @Field(() => ID, { description: 'UUIDv7.' })
  id!: string;

  @Field({ description: 'Plain text.' })
  text!: string;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;

  /** Not shown: whose it is, as an id. */
  authorId!: string;
}

export const CommentConnection = connectionType(() => CommentType, 'ProposalComment');

@ObjectType('ProposalRecount', {
  description: 'A closed vote counted anew from the entries of the ledger, the delegations and the votes.',
})
export class RecountType {
  @Field(() => ProposalTally, { description: 'What comes out.' })
  tally!: ProposalTally;

  @Field(() => BuzAmount, { description: 'What all had staked at the snapshot.' })
  supply!: bigint;

  @Field({ description: 'Whether it is what was announced.' })
  agrees!: boolean;
}

@ObjectType('VoteDelegation', { description: 'Who may vote with your share when you do not.' })
export class DelegationType {
  @Field(() => DateTime, { description: 'Since when; snapshots before do not know it.' })
  since!: Date;

  /** Not shown: who, as an id. */
  delegateId!: string;
}
