import { joinParts } from '#chassis/mount/part';
import type { Subgraph } from '#chassis/mount/subgraph';
import { resolveStake } from './graphql/staking.resolver.ts';
import { resolveUser, resolveWallet } from './graphql/wallet.resolver.ts';
import type { BuzPorts } from './outside/ports.ts';
import { sealingKeys } from './outside/sealing-keys.ts';
import { economyPart } from './parts/economy.ts';
import { figuresPart } from './parts/figures.ts';
import { investmentsPart } from './parts/investments.ts';
import { proofPart } from './parts/proof.ts';
import { stakingPart } from './parts/staking.ts';
import { walletPart } from './parts/wallet.ts';
import type { BuzSettings } from './settings.ts';
import { buzMigrations } from './storage/migrations/index.ts';

const DEFAULTS: BuzSettings = { sealing: { seed: null, former: [] } };

/** The platform's money: a double-entry ledger, and everything that moves in it. */
export function buzSubgraph(settings: BuzSettings = DEFAULTS): Subgraph<BuzPorts> {
  return {
    name: 'buz',
    entities: [],
    migrations: buzMigrations,
    references: { User: resolveUser, Wallet: resolveWallet, StakePosition: resolveStake },
    ...joinParts([walletPart, proofPart, economyPart, figuresPart, stakingPart, investmentsPart]),
    open: async ({ secret }) => ({
      sealing: sealingKeys(settings.sealing, secret),
      wall: { now: () => new Date() },
    }),
  };
}
