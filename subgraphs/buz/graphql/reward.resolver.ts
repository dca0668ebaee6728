import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { unitsOf } from '#kernel/buz';
import type { DomainEvent } from '#kernel/event';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import { DateTime } from '#chassis/graphql/scalars';
import type { Scope } from '#chassis/mount/scope';
import { claimRewards } from '../actions/claim-rewards.ts';
import type { Reward } from '../domain/reward.ts';
import { rewardTopic } from '../published/economy-topics.ts';
import { rulesAt } from '../reads/price-rules.ts';
import { claimableLoader, ownReward, rewardsOf } from '../reads/rewards.ts';
import { walletLoader } from '../reads/wallet.loader.ts';
import {
  ClaimRewardsInput,
  ClaimRewardsResult,
  RewardConnection,
  RewardRuleType,
  RewardsClaimedType,
  RewardType,
} from './reward.type.ts';
import { WalletType } from './wallet.type.ts';

@Resolver(() => WalletType)
export class RewardsOfWalletResolver {
  @FieldResolver(() => BuzAmount, { nullable: true, description: 'Rewards that can be claimed now.' })
  async claimable(@Root() { userId }: WalletType, @Ctx() scope: Scope): Promise<bigint> {
    return scope.loader(claimableLoader).load(userId);
  }

  @FieldResolver(() => RewardConnection, { nullable: true, description: 'What its owner earned, newest first.' })
  async rewards(
    @Root() { userId }: WalletType,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<RewardType>> {
    return readConnection(
      scope,
      { name: 'rewards', filter: userId },
      page,
      rewardsOf.bind(null, scope, userId),
      rewardOf,
    );
  }
}

@Resolver()
export class RewardResolver {
  @Directive('@cacheControl(maxAge: 30)')
  @Query(() => [RewardRuleType], {
    nullable: true,
    description: 'What is rewarded, in the order of the codes: some dozens of rows.',
  })
  async rewardRules(
    @Arg('at', () => DateTime, { nullable: true, description: 'As it holds then; now when absent.' }) at: Date | null,
    @Ctx() scope: Scope,
  ): Promise<RewardRuleType[]> {
    return (await rulesAt(scope, 'REWARD', at ?? scope.clock.now())) as RewardRuleType[];
  }

  @Directive('@authenticated')
  @Directive('@tag(name: "money")')
  @Mutation(() => ClaimRewardsResult, {
    nullable: true,
    description: 'Collects every reward that is ready for you.',
  })
  async claimRewards(
    @Arg('input', { description: 'The key of the claim.' }) { idempotencyKey }: ClaimRewardsInput,
    @Ctx() scope: Scope,
  ): Promise<RewardsClaimedType | Refusal> {
    const claimed = await claimRewards(scope, idempotencyKey);
    if (isRefusal(claimed)) return claimed;
    const wallet = await scope.loader(walletLoader).load(scope.caller.userId!);
    return { amount: unitsOf(claimed.amount)!, count: claimed.count, wallet };
  }
}

@Resolver()
export class LiveRewardResolver {
  @Directive('@authenticated')
  @Subscription(() => RewardType, {
    nullable: true,
    description: 'Your rewards, whenever one arrives, is ready to be claimed, or expires.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(rewardTopic(context.caller.userId ?? '')),
  })
  async rewardUpdated(
    @Root() event: DomainEvent<{ rewardId: string }>,
    @Ctx() scope: Scope,
  ): Promise<RewardType | null> {
    const reward = await ownReward(scope, event.body.rewardId);
    return reward && rewardOf(reward);
  }
}

function rewardOf({ code, ...reward }: Reward): RewardType {
  return { ...reward, rule: code } as RewardType;
}
