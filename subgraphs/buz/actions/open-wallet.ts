import type { Scope, Transaction } from '#chassis/mount/scope';
import { walletOpened } from '../published/ledger.events.ts';
import { insertWallet } from '../storage/accounts.store.ts';

/** Opens the accounts of a person; a second time changes nothing. */
export async function openWallet(scope: Scope, userId: string): Promise<void> {
  await scope.transact((tx) => ensureWallet(tx, userId, scope.clock.now()));
}

/** For reactions that may hear of somebody before the wallet was opened. */
export async function ensureWallet(tx: Transaction, userId: string, now: Date): Promise<void> {
  if (await insertWallet(tx.sql, userId, now)) await tx.tell(walletOpened, userId, { userId });
}
