import type { NamedMigration } from '#chassis/storage/database';
import { Ledger } from './0001-ledger.ts';
import { Genesis } from './0002-genesis.ts';
import { EntryAccounts } from './0010-entry-accounts.ts';
import { Blocks } from './0020-blocks.ts';
import { Reconciliations } from './0021-reconciliations.ts';
import { WalletStanding } from './0030-wallet-standing.ts';
import { Administration } from './0031-administration.ts';
import { EconomyRules } from './0040-economy-rules.ts';
import { Charges } from './0041-charges.ts';
import { Rewards } from './0042-rewards.ts';
import { Programmes } from './0043-programmes.ts';
import { EconomyFigures } from './0044-economy-figures.ts';
import { Staking } from './0050-staking.ts';
import { Governance } from './0051-governance.ts';
import { Investments } from './0070-investments.ts';
import { MovedAlone } from './0080-moved-alone.ts';

export const buzMigrations: readonly NamedMigration[] = [
  { name: '0001-ledger', class: Ledger },
  { name: '0002-genesis', class: Genesis },
  { name: '0010-entry-accounts', class: EntryAccounts },
  { name: '0020-blocks', class: Blocks },
  { name: '0021-reconciliations', class: Reconciliations },
  { name: '0030-wallet-standing', class: WalletStanding },
  { name: '0031-administration', class: Administration },
  { name: '0040-economy-rules', class: EconomyRules },
  { name: '0041-charges', class: Charges },
  { name: '0042-rewards', class: Rewards },
  { name: '0043-programmes', class: Programmes },
  { name: '0044-economy-figures', class: EconomyFigures },
  { name: '0050-staking', class: Staking },
  { name: '0051-governance', class: Governance },
  { name: '0070-investments', class: Investments },
  { name: '0080-moved-alone', class: MovedAlone },
];
