import type { AccessTable } from '#chassis/graphql/access';
import { economyAccess } from './economy.access.ts';
import { proofAccess } from './proof.access.ts';
import { stakingAccess } from './staking.access.ts';
import { walletAccess } from './wallet.access.ts';

/** The second layer: a rule for every field. Each part of the business brings its own table; Query, Mutation and User are merged. */
export const buzAccess: AccessTable = mergeTables([walletAccess, proofAccess, economyAccess, stakingAccess]);

function mergeTables(tables: readonly AccessTable[]): AccessTable {
  const merged: Record<string, AccessTable[string]> = {};
  for (const table of tables) {
    for (const [type, fields] of Object.entries(table)) merged[type] = { ...merged[type], ...fields };
  }
  return merged;
}
