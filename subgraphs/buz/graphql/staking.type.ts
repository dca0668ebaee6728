import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { connectionType } from '#chassis/graphql/connection';
import { DateTime } from '#chassis/graphql/scalars';
import type { StakeStatus } from '../domain/stake.ts';

export const StakeStatusEnum = Object.fromEntries(
  (['ACTIVE', 'MATURED', 'WITHDRAWN', 'WITHDRAWN_EARLY'] satisfies StakeStatus[]).map((name) => [name, name]),
);
registerEnumType(StakeStatusEnum, {
  name: 'StakeStatus',
  description: 'Where a stake is in its life.',
  valuesConfig: {
    ACTIVE: { description: 'Its term runs.' },
    MATURED: { description: 'Its term is over: it can be withdrawn whole, or renewed.' },
    WITHDRAWN: { description: 'The principal came back whole.' },
    WITHDRAWN_EARLY: { description: 'The principal came back less the penalty, without the reward of the term.' },
  },
});

@ObjectType('StakeTier', { description: 'The terms of a tier as they hold now.' })
export class StakeTierType {
  @Field({ description: 'Its name: BRONZE, SILVER, GOLD, PLATINUM.' })
  tier!: string;

  @Field(() => Int, { description: 'The yearly reward in basis points, simple: 1200 is 12 %.' })
  apyBp!: number;

  @Field(() => Int, { description: 'The length of a term in days.' })
  days!: number;

  @Field(() => BuzAmount, { description: 'The least principal.' })
  minimum!: bigint;

  @Field(() => BuzAmount, { description: 'The greatest principal of one stake.' })
  maximum!: bigint;

  @Field(() => Int, { description: 'What leaving early costs, in basis points of the principal.' })
  penaltyBp!: number;

  @Field(() => DateTime, { description: 'Since when these terms hold.' })
  effectiveFrom!: Date;
}

@ObjectType('StakeExit', { description: 'What leaving now would mean; nothing has happened yet.' })
export class StakeExitType {
  @Field({ description: 'Whether the term still runs.' })
  early!: boolean;

  @Field(() => BuzAmount, { description: 'What of the principal would come back.' })
  payout!: bigint;

  @Field(() => BuzAmount, { description: 'What of it would go to the treasury.' })
  penalty!: bigint;

  @Field(() => BuzAmount, { description: 'The reward of the term that would be given up.' })
  forfeited!: bigint;
}

@Directive('@key(fields: "id")')
@ObjectType('StakePosition', { description: 'BUZ that somebody has staked for a term. Seen by its owner only.' })
export class StakePosition {
  @Field(() => ID, { description: 'UUIDv7.' })
  id!: string;

  @Field({ description: 'The tier.' })
  tier!: string;

  @Field(() => BuzAmount, { description: 'What was staked.' })
  principal!: bigint;

  @Field(() => Int, { description: 'The yearly reward of this term in basis points.' })
  apyBp!: number;

  @Field(() => Int, { description: 'The length of this term in days.' })
  days!: number;

  @Field(() => BuzAmount, { description: 'What this term pays at its end; reserved since its beginning.' })
  reward!: bigint;

  @Field(() => Int, { description: '1 for the first term, one more with each renewal.' })
  term!: number;

  @Field(() => DateTime, { description: 'When this term began.' })
  startedAt!: Date;

  @Field(() => DateTime, { description: 'When this term ends.' })
  maturesAt!: Date;

  @Field(() => StakeStatusEnum, { description: 'Where it is in its life.' })
  status!: StakeStatus;

  @Field({ description: 'Whether the next term begins by itself, at the terms that hold then.' })
  autoRenew!: boolean;

  @Field(() => BuzAmount, { description: 'What its terms have paid so far.' })
  rewardsPaid!: bigint;

  @Field(() => DateTime, { nullable: true, description: 'When it was withdrawn.' })
  endedAt!: Date | null;

  @Field(() => BuzAmount, { nullable: true, description: 'What of the principal came back in the end.' })
  returned!: bigint | null;

  @Field(() => BuzAmount, {
    description: 'What of the reward has been earned by now. A view: it is paid at the end of the term and not before.',
  })
  accrued!: bigint;

  @Field(() => StakeExitType, {
    nullable: true,
    description: 'What leaving now would mean; null once it has ended, and while a due renewal is being done.',
  })
  exit!: StakeExitType | null;
}

export const StakePositionConnection = connectionType(() => StakePosition, 'StakePosition');

@ObjectType('StakeMatured', { description: 'A term of one of your stakes ended.' })
export class StakeMaturedType {
  @Field(() => ID, { description: 'The stake.' })
  stakeId!: string;

  @Field(() => BuzAmount, { description: 'What was paid into the wallet.' })
  reward!: bigint;

  @Field(() => DateTime, { description: 'The instant at which the term ended.' })
  maturedAt!: Date;

  @Field({ description: 'Whether the next term has begun.' })
  renewed!: boolean;

  @Field(() => String, { nullable: true, description: 'Why it did not although it should have: a code.' })
  notRenewed!: string | null;

  @Field(() => StakePosition, { nullable: true, description: 'The stake as it is now.' })
  stake!: StakePosition | null;
}

@ObjectType('StakeOpened', { description: 'The stake was opened.' })
export class StakeOpened {
  @Field(() => StakePosition, { nullable: true, description: 'The stake.' })
  stake!: StakePosition | null;
}

@ObjectType('StakeRenewed', { description: 'The next term of the stake has begun.' })
export class StakeRenewed {
  @Field(() => StakePosition, { nullable: true, description: 'The stake.' })
  stake!: StakePosition | null;
}

@ObjectType('StakeAutoRenewSet', { description: 'Whether it renews itself was set.' })
export class StakeAutoRenewSet {
  @Field(() => StakePosition, { nullable: true, description: 'The stake.' })
  stake!: StakePosition | null;
}

@ObjectType('StakeWithdrawn', { description: 'The stake was withdrawn.' })
export class StakeWithdrawn {
  @Field(() => StakePosition, { nullable: true, description: 'The stake.' })
  stake!: StakePosition | null;

  @Field(() => BuzAmount, { description: 'What came back into the wallet.' })
  payout!: bigint;

  @Field(() => BuzAmount, { description: 'What went to the treasury.' })
  penalty!: bigint;
}
