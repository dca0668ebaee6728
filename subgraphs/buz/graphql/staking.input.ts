import { Field, ID, InputType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';

@InputType('OpenStakeInput', { description: 'What to stake.' })
export class OpenStakeInput {
  @Field({ description: 'A tier of `stakeTiers`.' })
  tier!: string;

  @Field(() => BuzAmount, { description: 'The principal, out of the wallet.' })
  amount!: bigint;

  @Field({ defaultValue: false, description: 'Whether the next term begins by itself.' })
  autoRenew: boolean = false;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('WithdrawStakeInput', { description: 'Which stake to withdraw, and for what.' })
export class WithdrawStakeInput {
  @Field(() => ID, { description: 'A stake of yours.' })
  stakeId!: string;

  @Field(() => BuzAmount, { description: 'The `payout` of its `exit`, as it was shown to you.' })
  expectedPayout!: bigint;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('RenewStakeInput', { description: 'Which matured stake to renew.' })
export class RenewStakeInput {
  @Field(() => ID, { description: 'A stake of yours.' })
  stakeId!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('SetStakeAutoRenewInput', { description: 'Whether a stake renews itself.' })
export class SetStakeAutoRenewInput {
  @Field(() => ID, { description: 'A stake of yours.' })
  stakeId!: string;

  @Field({ description: 'Whether the next term begins by itself.' })
  autoRenew!: boolean;
}
