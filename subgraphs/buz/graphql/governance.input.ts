import { IsOptional, Length, Matches, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { DateTime } from '#chassis/graphql/scalars';
import { PLAIN_LINE, PLAIN_LINES } from '#kernel/plain-text';
import type { Choice, ProposalType } from '../domain/proposal.ts';
import { ChoiceEnum, ProposalTypeEnum } from './governance.type.ts';

const LINE = { message: 'must be one line without control characters' };
const LINES = { message: 'must be plain text without control characters' };

@InputType('ProposedPriceInput', { description: 'The price that an ECONOMIC proposal changes.' })
export class ProposedPriceInput {
  @Length(3, 61)
  @Field({ description: 'The code of a price of `priceRules`.' })
  code!: string;

  @Field(() => BuzAmount, { description: 'The new price.' })
  amount!: bigint;

  @Field(() => DateTime, { description: 'From when on; not before voting has ended.' })
  effectiveAt!: Date;
}

@InputType('CreateProposalInput', { description: 'What to propose.' })
export class CreateProposalInput {
  @Field(() => ProposalTypeEnum, { description: 'What it is about.' })
  type!: ProposalType;

  @Length(5, 120)
  @Matches(PLAIN_LINE, LINE)
  @Field({ description: 'One line, 5 to 120 characters.' })
  title!: string;

  @Length(20, 10_000)
  @Matches(PLAIN_LINES, LINES)
  @Field({ description: 'What and why; plain text, 20 to 10,000 characters.' })
  text!: string;

  @IsOptional()
  @ValidateNested()
  @Field(() => ProposedPriceInput, { nullable: true, description: 'ECONOMIC only, and needed there.' })
  change?: ProposedPriceInput | null;
}

@InputType('OpenProposalInput', { description: 'Which draft to open.' })
export class OpenProposalInput {
  @Field(() => ID, { description: 'A draft of yours.' })
  proposalId!: string;
}

@InputType('WithdrawProposalInput', { description: 'Which proposal to take back.' })
export class WithdrawProposalInput {
  @Field(() => ID, { description: 'A proposal of yours, before voting.' })
  proposalId!: string;
}

@InputType('ExecuteProposalInput', { description: 'Which proposal is done.' })
export class ExecuteProposalInput {
  @Field(() => ID, { description: 'A proposal that has passed and that the platform cannot execute by itself.' })
  proposalId!: string;
}

@InputType('CommentOnProposalInput', { description: 'What to say about a proposal.' })
export class CommentOnProposalInput {
  @Field(() => ID, { description: 'A proposal in discussion or voting.' })
  proposalId!: string;

  @Length(1, 2_000)
  @Matches(PLAIN_LINES, LINES)
  @Field({ description: 'Plain text, 1 to 2,000 characters.' })
  text!: string;
}

@InputType('CastVoteInput', { description: 'A vote. It is final.' })
export class CastVoteInput {
  @Field(() => ID, { description: 'A proposal in voting.' })
  proposalId!: string;

  @Field(() => ChoiceEnum, { description: 'The vote.' })
  choice!: Choice;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('DelegateVotesInput', { description: 'Who may vote with your share when you do not vote yourself.' })
export class DelegateVotesInput {
  @Field(() => ID, { nullable: true, description: 'Somebody else with a wallet; null: nobody any more.' })
  delegateId?: string | null;
}
