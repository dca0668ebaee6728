import { joinParts } from '#chassis/mount/part';
import type { Subgraph } from '#chassis/mount/subgraph';
import { OwnConnection } from '#chassis/storage/own-connection';
import { SettlingLane } from './actions/settle-in-lane.ts';
import { resolveProposal } from './graphql/governance.resolver.ts';
import { resolveStake } from './graphql/staking.resolver.ts';
import { resolveUser, resolveWallet } from './graphql/wallet.resolver.ts';
import type { BuzPorts } from './outside/ports.ts';
import { sealingKeys } from './outside/sealing-keys.ts';
import { administrationPart } from './parts/administration.ts';
import { changesOfBuz } from './parts/changes.ts';
import { economyPart } from './parts/economy.ts';
import { figuresPart } from './parts/figures.ts';
import { historyPart } from './parts/history.ts';
import { governancePart } from './parts/governance.ts';
import { investmentsPart } from './parts/investments.ts';
import { proofPart } from './parts/proof.ts';
import { ruleChangesPart } from './parts/rule-changes.ts';
import { stakingPart } from './parts/staking.ts';
import { transfersPart } from './parts/transfers.ts';
import { walletPart } from './parts/wallet.ts';
import type { BuzSettings } from './settings.ts';
import { buzMigrations } from './storage/migrations/index.ts';

const DEFAULTS: BuzSettings = { sealing: { seed: null, former: [] } };

/** The platform's money: a double-entry ledger, and everything that moves in it. */
/** While PostgreSQL works on one batch this process decides the next: more than two only make batches smaller. */
const LANE_CONNECTIONS = 2;

export function buzSubgraph(settings: BuzSettings = DEFAULTS): Subgraph<BuzPorts> {
  return {
    name: 'buz',
    entities: [],
    migrations: buzMigrations,
    references: { User: resolveUser, Wallet: resolveWallet, StakePosition: resolveStake, Proposal: resolveProposal },
    ...joinParts([
      walletPart,
      historyPart,
      administrationPart,
      transfersPart,
      proofPart,
      economyPart,
      ruleChangesPart,
      figuresPart,
      stakingPart,
      governancePart,
      investmentsPart,
      changesOfBuz,
    ]),
    open: async ({ secret, databaseUrl, clock, log, ring }) => ({
      lane: new SettlingLane({
        connections: Array.from({ length: LANE_CONNECTIONS }, () => new OwnConnection(databaseUrl, log, 'buz')),
        clock,
        wallMs: Date.now,
        log,
        ring,
      }),
      sealing: sealingKeys(settings.sealing, secret),
      wall: { now: () => new Date() },
    }),
    close: ({ lane }) => lane.stop(),
    figures: ({ lane: { figures, waiting } }) => ({
      buz_lane_batches: figures.batches,
      buz_lane_commands: figures.commands,
      buz_lane_dropped: figures.dropped,
      buz_lane_replayed_batches: figures.replayedBatches,
      buz_lane_waited_seconds: figures.waitedMs / 1_000,
      buz_lane_waiting: waiting,
    }),
  };
}
