import { Field, ObjectType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { RefusalType } from '#chassis/graphql/refusal.type';
import { DateTime } from '#chassis/graphql/scalars';

const says = (description: string) => ({ implements: RefusalType, description });

@ObjectType('StakeTierUnknown', says('There is no such tier now.'))
export class StakeTierUnknown extends RefusalType {
  @Field(() => [String], { description: 'The tiers that there are.' })
  tiers!: string[];
}

@ObjectType('StakeAmountInvalid', says('The tier takes other amounts.'))
export class StakeAmountInvalid extends RefusalType {
  @Field(() => BuzAmount, { description: 'The least principal.' })
  minimum!: bigint;

  @Field(() => BuzAmount, { description: 'The greatest principal.' })
  maximum!: bigint;
}

@ObjectType('StakePoolExhausted', says('The pool cannot promise the reward.'))
export class StakePoolExhausted extends RefusalType {
  @Field(() => BuzAmount, { description: 'The reward of the term.' })
  needed!: bigint;

  @Field(() => BuzAmount, { description: 'What the pool has left.' })
  available!: bigint;
}

@ObjectType('StakeEnded', says('The stake was withdrawn before.'))
export class StakeEnded extends RefusalType {}

@ObjectType('StakeNotMatured', says('The term of the stake still runs.'))
export class StakeNotMatured extends RefusalType {
  @Field(() => DateTime, { description: 'When it ends.' })
  maturesAt!: Date;
}

@ObjectType('StakePayoutChanged', says('Leaving now returns another sum than was expected.'))
export class StakePayoutChanged extends RefusalType {
  @Field(() => BuzAmount, { description: 'What would come back now.' })
  payout!: bigint;

  @Field(() => BuzAmount, { description: 'What would go to the treasury now.' })
  penalty!: bigint;
}
