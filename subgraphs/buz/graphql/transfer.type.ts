import { ArrayMaxSize, ArrayMinSize, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import { DateTime } from '#chassis/graphql/scalars';
import { WRITTEN_TEXT } from '../domain/written-text.ts';
import { BuzLedgerBusy, BuzOutcomeUnknown, SEND_REFUSALS } from './ledger.refusal.ts';

@InputType('TransferBuzInput', { description: 'Whom to send how much.' })
export class TransferBuzInput {
  @Field(() => ID, { description: 'The person who gets it.' })
  toUserId!: string;

  @Field(() => BuzAmount, { description: 'What they get. The fee is paid on top.' })
  amount!: bigint;

  @MaxLength(200)
  @Matches(WRITTEN_TEXT, { message: 'must be one line without control characters' })
  @Field(() => String, { nullable: true, description: 'What both see beside it: at most 200 characters, one line.' })
  memo?: string | null;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('TransferBuzBatchInput', { description: 'Whom to send how much, many times.' })
export class TransferBuzBatchInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Field(() => [TransferBuzInput], {
    description: '1 to 100 transfers, settled in this order; each has a key of its own.',
  })
  transfers!: TransferBuzInput[];
}

@ObjectType('TransferCompleted', { description: 'The transfer was settled, now or before under the same key.' })
export class TransferCompleted {
  @Field(() => ID, { description: 'The transfer in the ledger.' })
  transferId!: string;

  @Field(() => ID, { description: 'Who got it.' })
  toUserId!: string;

  @Field(() => BuzAmount, { description: 'What they got.' })
  amount!: bigint;

  @Field(() => BuzAmount, { description: 'What you paid on top.' })
  fee!: bigint;

  @Field(() => String, { nullable: true, description: 'What you wrote beside it.' })
  memo!: string | null;

  @Field(() => DateTime, { description: 'When, in business time.' })
  occurredAt!: Date;

  @Field(() => BuzAmount, { description: 'What you had available directly after it.' })
  balanceAfter!: bigint;
}

export const TransferBuzResult = resultUnion('TransferBuzResult', [
  TransferCompleted,
  StepUpRequired,
  ...SEND_REFUSALS,
  BuzLedgerBusy,
  BuzOutcomeUnknown,
]);

@ObjectType('TransferBatchItem', { description: 'What became of one transfer of a batch.' })
export class TransferBatchItem {
  @Field({ description: 'Its key.' })
  idempotencyKey!: string;

  @Field(() => TransferBuzResult, { nullable: true, description: 'As transferBuz would have answered.' })
  result!: object;
}

@ObjectType('TransferBatchCompleted', {
  description: 'Every transfer was decided by itself; what was settled is one commit.',
})
export class TransferBatchCompleted {
  @Field(() => [TransferBatchItem], { description: 'One for each, in the order of asking; at most 100.' })
  items!: TransferBatchItem[];
}

export const TransferBuzBatchResult = resultUnion('TransferBuzBatchResult', [TransferBatchCompleted, StepUpRequired]);
