import type { Subgraph } from '#chassis/mount/subgraph';
import { chargeEnded, chargeHeld, chargeRefused } from '#chassis/charge/charge-events';
import { expireRewards } from './actions/claim-rewards.ts';
import { PAY_REWARDS } from './actions/earn-rewards.ts';
import { releaseOverdueCharges } from './actions/end-charge.ts';
import { matureStakes } from './actions/mature-stakes.ts';
import { keepSealing, SEAL_BLOCKS } from './actions/seal-blocks.ts';
import { buzAccess } from './graphql/access.ts';
import { ChargesOfWalletResolver } from './graphql/charge.resolver.ts';
import { PriceResolver } from './graphql/price.resolver.ts';
import { ProofResolver, WalletAsOfResolver } from './graphql/proof.resolver.ts';
import { payRewards } from './actions/pay-rewards.ts';
import { RewardResolver, RewardsOfWalletResolver } from './graphql/reward.resolver.ts';
import { resolveStake, StakingResolver } from './graphql/staking.resolver.ts';
import {
  resolveUser,
  resolveWallet,
  TransferRulesResolver,
  WalletOfUserResolver,
  WalletResolver,
} from './graphql/wallet.resolver.ts';
import type { BuzPorts } from './outside/ports.ts';
import { sealingKeys } from './outside/sealing-keys.ts';
import { economyEvents } from './published/economy.events.ts';
import { ledgerEvents } from './published/ledger.events.ts';
import { stakeMatured, stakeTopicsOf, stakingEvents } from './published/staking.events.ts';
import { walletEvents } from './published/wallet.events.ts';
import { CHARGE_ASKERS, chargeReactions } from './reactions/charge-when-asked.ts';
import { standingReactions } from './reactions/keep-standing-of-wallet.ts';
import { openWalletWhenEmailVerified } from './reactions/open-wallet-when-email-verified.ts';
import type { BuzSettings } from './settings.ts';
import { rewardReactions } from './reactions/reward-when-earned.ts';
import { buzMigrations } from './storage/migrations/index.ts';

const DEFAULTS: BuzSettings = { sealing: { seed: null, former: [] } };

/** The platform's money: a double-entry ledger, and everything that moves in it. */
export function buzSubgraph(settings: BuzSettings = DEFAULTS): Subgraph<BuzPorts> {
  return {
    name: 'buz',
    entities: [],
    migrations: buzMigrations,
    resolvers: [
      WalletOfUserResolver,
      WalletResolver,
      TransferRulesResolver,
      PriceResolver,
      ChargesOfWalletResolver,
      ProofResolver,
      WalletAsOfResolver,
      RewardResolver,
      RewardsOfWalletResolver,
      StakingResolver,
    ],
    references: { User: resolveUser, Wallet: resolveWallet, StakePosition: resolveStake },
    access: buzAccess,
    publishes: [
      ...ledgerEvents,
      ...walletEvents,
      ...economyEvents,
      ...stakingEvents,
      chargeHeld,
      chargeRefused,
      chargeEnded,
    ],
    reactions: [
      openWalletWhenEmailVerified,
      ...standingReactions,
      ...chargeReactions(CHARGE_ASKERS),
      ...rewardReactions,
    ],
    live: [{ on: stakeMatured, topicsOf: stakeTopicsOf }],
    jobs: [
      { task: SEAL_BLOCKS, cron: '* * * * *', run: keepSealing },
      { task: PAY_REWARDS, cron: '* * * * *', run: async (scope) => void (await payRewards(scope)) },
      { task: 'expire-rewards', cron: '* * * * *', run: async (scope) => void (await expireRewards(scope)) },
      {
        task: 'release-overdue-charges',
        cron: '* * * * *',
        run: async (scope) => void (await releaseOverdueCharges(scope)),
      },
      { task: 'mature-stakes', cron: '* * * * *', run: async (scope) => void (await matureStakes(scope)) },
    ],
    open: async ({ secret }) => ({
      sealing: sealingKeys(settings.sealing, secret),
      wall: { now: () => new Date() },
    }),
  };
}
