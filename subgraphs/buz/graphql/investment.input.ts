import { IsOptional, Length } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { DateTime } from '#chassis/graphql/scalars';
import { InvestmentTypeEnum } from './investment.type.ts';

@InputType('InvestBuzInput', { description: 'An investment to make.' })
export class InvestBuzInput {
  @Field(() => ID, { description: 'An active venture.' })
  ventureId!: string;

  @Field(() => InvestmentTypeEnum, { description: 'What you want for it.' })
  type!: InvestmentTypeEnum;

  @Field(() => BuzAmount, { description: 'At least 100 BUZ.' })
  amount!: bigint;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('WithdrawInvestmentInput', { description: 'An investment to take back.' })
export class WithdrawInvestmentInput {
  @Field(() => ID, { description: 'One of your own that the venture has not answered.' })
  investmentId!: string;
}

@InputType('OpenConversionWindowInput', { description: 'A window to open.' })
export class OpenConversionWindowInput {
  @Field(() => ID, { description: 'An active venture.' })
  ventureId!: string;

  @Field(() => Int, { description: 'Basis points of the venture for 10,000 BUZ, 1 to 1000.' })
  rateBp!: number;

  @IsOptional()
  @Field(() => DateTime, { nullable: true, description: 'When it opens; now when absent.' })
  opensAt?: Date | null;

  @Field(() => DateTime, { description: 'When it closes.' })
  closesAt!: Date;
}

@InputType('CloseConversionWindowInput', { description: 'A window to close before its time.' })
export class CloseConversionWindowInput {
  @Field(() => ID, { description: 'The window.' })
  windowId!: string;
}

@InputType('RequestConversionInput', { description: 'BUZ to convert into equity.' })
export class RequestConversionInput {
  @Field(() => ID, { description: 'An open window.' })
  windowId!: string;

  @Field(() => BuzAmount, { description: "At least the window's minimum." })
  amount!: bigint;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('WithdrawConversionInput', { description: 'A conversion to take back.' })
export class WithdrawConversionInput {
  @Field(() => ID, { description: 'One of your own that nobody has decided.' })
  conversionId!: string;
}

@InputType('DecideConversionInput', { description: 'The word on a conversion.' })
export class DecideConversionInput {
  @Field(() => ID, { description: "Somebody else's, that nobody has decided." })
  conversionId!: string;

  @Field({ description: 'Whether it goes on to the venture.' })
  approve!: boolean;

  @Length(3, 200)
  @Field({ description: 'Why, 3 to 200 characters; its owner reads it.' })
  reason!: string;
}
