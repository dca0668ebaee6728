import type { Part } from '#chassis/mount/part';
import { matureStakes } from '../actions/mature-stakes.ts';
import { stakingAccess } from '../graphql/staking.access.ts';
import { StakingResolver } from '../graphql/staking.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { stakeMatured, stakeTopicsOf, stakingEvents } from '../published/staking.events.ts';

/** BUZ that is put away for a while, and earns. */
export const stakingPart: Part<BuzPorts> = {
  resolvers: [StakingResolver],
  access: stakingAccess,
  publishes: stakingEvents,
  live: [{ on: stakeMatured, topicsOf: stakeTopicsOf }],
  jobs: [{ task: 'mature-stakes', cron: '* * * * *', run: async (scope) => void (await matureStakes(scope)) }],
};
