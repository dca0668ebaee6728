import { chargeEnded, chargeHeld, chargeRefused } from '#chassis/charge/charge-events';
import type { DomainEvent } from '#kernel/event';
import type { Part } from '#chassis/mount/part';
import { expireRewards } from '../actions/claim-rewards.ts';
import { PAY_REWARDS } from '../actions/earn-rewards.ts';
import { releaseOverdueCharges } from '../actions/end-charge.ts';
import { payRewards } from '../actions/pay-rewards.ts';
import { ChargesOfWalletResolver } from '../graphql/charge.resolver.ts';
import { economyAccess } from '../graphql/economy.access.ts';
import { PriceResolver } from '../graphql/price.resolver.ts';
import { LiveRewardResolver, RewardResolver, RewardsOfWalletResolver } from '../graphql/reward.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { rewardTopic } from '../published/economy-topics.ts';
import { awarded, economyEvents, rewardClaimable, rewardExpired } from '../published/economy.events.ts';
import { CHARGE_ASKERS, chargeReactions } from '../reactions/charge-when-asked.ts';
import { rewardReactions } from '../reactions/reward-when-earned.ts';

/** What things cost, and what is paid for doing them. */
export const economyPart: Part<BuzPorts> = {
  resolvers: [PriceResolver, ChargesOfWalletResolver, RewardResolver, RewardsOfWalletResolver, LiveRewardResolver],
  access: economyAccess,
  publishes: [...economyEvents, chargeHeld, chargeRefused, chargeEnded],
  reactions: [...chargeReactions(CHARGE_ASKERS), ...rewardReactions],
  live: [awarded, rewardClaimable, rewardExpired].map((on) => ({
    on,
    topicsOf: (event: DomainEvent<{ userId: string }>) => [rewardTopic(event.body.userId)],
  })),
  jobs: [
    { task: PAY_REWARDS, cron: '* * * * *', run: async (scope) => void (await payRewards(scope)) },
    { task: 'expire-rewards', cron: '* * * * *', run: async (scope) => void (await expireRewards(scope)) },
    {
      task: 'release-overdue-charges',
      cron: '* * * * *',
      run: async (scope) => void (await releaseOverdueCharges(scope)),
    },
  ],
};
