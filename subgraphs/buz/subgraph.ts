import type { Subgraph } from '#chassis/mount/subgraph';
import { buzAccess } from './graphql/access.ts';
import {
  resolveUser,
  resolveWallet,
  TransferRulesResolver,
  WalletOfUserResolver,
  WalletResolver,
} from './graphql/wallet.resolver.ts';
import { ledgerEvents } from './published/ledger.events.ts';
import { openWalletWhenEmailVerified } from './reactions/open-wallet-when-email-verified.ts';
import { buzMigrations } from './storage/migrations/index.ts';

/** The platform's money: a double-entry ledger, and everything that moves in it. */
export function buzSubgraph(): Subgraph {
  return {
    name: 'buz',
    entities: [],
    migrations: buzMigrations,
    resolvers: [WalletOfUserResolver, WalletResolver, TransferRulesResolver],
    references: { User: resolveUser, Wallet: resolveWallet },
    access: buzAccess,
    publishes: ledgerEvents,
    reactions: [openWalletWhenEmailVerified],
    live: [],
    jobs: [],
    open: async () => ({}),
  };
}
