import { IsOptional, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { RefusalType } from '#chassis/graphql/refusal.type';
import { DateTime } from '#chassis/graphql/scalars';
import { ActType } from './act.type.ts';
import { BuzPoolName } from './figures.type.ts';

const CODE = /^[A-Z][A-Z0-9_]{2,60}$/;

@InputType()
abstract class EconomyProposalInput {
  @Length(1, 500)
  @Field({ description: 'Why: 1 to 500 characters, kept and shown with the version.' })
  reason!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType()
abstract class RuleChangeInput extends EconomyProposalInput {
  @Field(() => DateTime, {
    nullable: true,
    description: 'From when on; a decision that comes later holds from then on, and so does one without.',
  })
  effectiveFrom?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when; then the version before holds again. Without: until a later version.',
  })
  effectiveUntil?: Date | null;
}

@InputType('ProposePriceChangeInput', { description: 'A new version of a price, or a new price.' })
export class ProposePriceChangeInput extends RuleChangeInput {
  @Matches(CODE)
  @Field({ description: 'The code of the price.' })
  code!: string;

  @Field(() => BuzAmount, { description: 'What it is to cost; 0 is free, at most 100,000.' })
  amount!: bigint;

  @IsOptional()
  @Length(3, 40)
  @Field(() => String, { nullable: true, description: 'Needed for a code that has no price yet: 3 to 40 characters.' })
  category?: string | null;
}

@InputType('ProposeRewardChangeInput', { description: 'A new version of a reward, or a new reward.' })
export class ProposeRewardChangeInput extends RuleChangeInput {
  @Matches(CODE)
  @Field({ description: 'The code of the reward.' })
  code!: string;

  @Field(() => BuzAmount, {
    description: 'What it is to pay; 0 pays nothing, at most what all rewards of a day may come to.',
  })
  amount!: bigint;

  @IsOptional()
  @Length(3, 40)
  @Field(() => String, { nullable: true, description: 'Needed for a code that has no reward yet: 3 to 40 characters.' })
  category?: string | null;

  @IsOptional()
  @Min(1)
  @Max(3650)
  @Field(() => Int, { nullable: true, description: 'Days to claim it, 1 to 3650; as before when absent.' })
  claimDays?: number | null;
}

@InputType('ProposeEmissionChangeInput', { description: 'Another sum that all rewards of a day may come to.' })
export class ProposeEmissionChangeInput extends RuleChangeInput {
  @Field(() => BuzAmount, { description: 'A day; not less than the largest single reward.' })
  amount!: bigint;
}

@InputType('ProposeProgrammeInput', { description: 'A budget to open.' })
export class ProposeProgrammeInput extends EconomyProposalInput {
  @MaxLength(41)
  @Matches(CODE)
  @Field({ description: 'Its code: 3 to 41 capitals, digits and _.' })
  code!: string;

  @Length(3, 100)
  @Field({ description: 'Its name: 3 to 100 characters.' })
  name!: string;

  @Field(() => BuzPoolName, { description: 'The pool that it comes out of.' })
  pool!: BuzPoolName;

  @Field(() => BuzAmount, { description: 'All that it may ever give; it leaves the pool when the budget is opened.' })
  ceiling!: bigint;
}

@InputType('ProposeProgrammeClosingInput', { description: 'A budget to close.' })
export class ProposeProgrammeClosingInput extends EconomyProposalInput {
  @MaxLength(41)
  @Matches(CODE)
  @Field({ description: 'Its code.' })
  code!: string;
}

@ObjectType('EconomyProposed', { description: 'Another administrator has seven days to decide.' })
export class EconomyProposed {
  @Field(() => ActType, { nullable: true, description: 'What waits for somebody else.' })
  act!: ActType | null;
}

@ObjectType('BuzRuleUnknown', {
  implements: RefusalType,
  description: 'Nothing has this code yet, and no category was named.',
})
export class BuzRuleUnknown extends RefusalType {}

@ObjectType('BuzRuleInvalid', { implements: RefusalType, description: 'A field cannot be that.' })
export class BuzRuleInvalid extends RefusalType {
  @Field({ description: 'Which field.' })
  field!: string;
}

@ObjectType('BuzProgrammeUnknown', { implements: RefusalType, description: 'There is no open budget of that code.' })
export class BuzProgrammeUnknown extends RefusalType {
  @Field({ description: 'The code.' })
  programme!: string;
}
