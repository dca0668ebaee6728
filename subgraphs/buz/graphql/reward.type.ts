import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { connectionType } from '#chassis/graphql/connection';
import { IdempotencyKeyReused, RefusalType } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import { BuzRuleOrigin } from './price.type.ts';
import { WalletType } from './wallet.type.ts';

export enum BuzRewardState {
  WAITING = 'WAITING',
  PAID = 'PAID',
  CLAIMABLE = 'CLAIMABLE',
  CLAIMED = 'CLAIMED',
  EXPIRED = 'EXPIRED',
  FORFEITED = 'FORFEITED',
}
registerEnumType(BuzRewardState, {
  name: 'BuzRewardState',
  description: 'Where a reward stands.',
  valuesConfig: {
    WAITING: { description: 'Earned, and paid in its turn.' },
    PAID: { description: 'In the wallet.' },
    CLAIMABLE: { description: 'Ready to be claimed until it expires.' },
    CLAIMED: { description: 'Claimed, in the wallet.' },
    EXPIRED: { description: 'Not claimed in time: back in the pool.' },
    FORFEITED: { description: 'The wallet was closed before it could be paid.' },
  },
});

export enum BuzRewardWait {
  EMISSION = 'EMISSION',
  POOL = 'POOL',
}
registerEnumType(BuzRewardWait, {
  name: 'BuzRewardWait',
  description: 'Why a reward waits.',
  valuesConfig: {
    EMISSION: { description: 'The rewards of this day have reached what may be paid a day; it goes on the next day.' },
    POOL: { description: 'The rewards pool is exhausted.' },
  },
});

@ObjectType('Reward', { description: 'Something earned: once per person, rule and subject, for ever.' })
export class RewardType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'The code of the rule that pays it: WELCOME, DAILY_LOGIN, BADGE_RARE ...' })
  rule!: string;

  @Field({ description: 'What it is for: a day, a badge, a venture, or `once`.' })
  subject!: string;

  @Field(() => BuzAmount, { description: 'What it pays, by the rule in force when it was earned.' })
  amount!: bigint;

  @Field(() => BuzRewardState, { description: 'Where it stands.' })
  state!: BuzRewardState;

  @Field(() => BuzRewardWait, {
    nullable: true,
    description: 'Why it waits; null when it does not, or its turn is now.',
  })
  waitsFor!: BuzRewardWait | null;

  @Field(() => Date, { description: 'When it was earned, in business time.' })
  earnedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Until when it can be claimed; null when it is paid without.' })
  expiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was paid, claimed or lost; null before.' })
  endedAt!: Date | null;
}

export const RewardConnection = connectionType(() => RewardType, 'Reward');

@ObjectType('RewardRule', { description: 'One version of a reward; versions are added, never changed.' })
export class RewardRuleType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'What it rewards: PROFILE_COMPLETED.' })
  code!: string;

  @Field(() => Int, { description: '1, 2, 3 ... per code.' })
  version!: number;

  @Field(() => BuzAmount, { description: 'What it pays; 0 pays nothing.' })
  amount!: bigint;

  @Field({ description: 'ONBOARDING, LEGAL, VENTURE, COMMUNITY, SUBSCRIPTION or GAME.' })
  category!: string;

  @Field(() => Int, { nullable: true, description: 'Days to claim it; null when it is paid without.' })
  claimDays!: number | null;

  @Field(() => Date, { description: 'Holds from here on, in business time.' })
  effectiveFrom!: Date;

  @Field(() => Date, { nullable: true, description: 'Holds until just before here; null until a later version.' })
  effectiveUntil!: Date | null;

  @Field(() => BuzRuleOrigin, { description: 'Who decided it.' })
  origin!: BuzRuleOrigin;
}

@InputType('ClaimRewardsInput', { description: 'A claim of everything that you can claim.' })
export class ClaimRewardsInput {
  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@ObjectType('RewardsClaimed', { description: 'Rewards arrived in your wallet.' })
export class RewardsClaimedType {
  @Field(() => BuzAmount, { description: 'Their sum.' })
  amount!: bigint;

  @Field(() => Int, { description: 'How many, at most 200 at once.' })
  count!: number;

  @Field(() => WalletType, { nullable: true, description: 'Your wallet.' })
  wallet!: WalletType | null;
}

@ObjectType('BuzNothingToClaim', { implements: RefusalType, description: 'No reward is ready to be claimed.' })
export class BuzNothingToClaim extends RefusalType {}

export const ClaimRewardsResult = resultUnion('ClaimRewardsResult', [
  RewardsClaimedType,
  BuzNothingToClaim,
  IdempotencyKeyReused,
]);
