import type { Scope, Transaction } from '#chassis/mount/scope';
import type { FreezeCause } from '../domain/standing.ts';
import { isTokenDocument } from '../domain/standing.ts';
import { walletFrozen, walletUnfrozen } from '../published/wallet.events.ts';
import {
  deleteDocument,
  deleteFreeze,
  insertDocument,
  insertFreeze,
  lockWallet,
  setVerified,
  settleDocuments,
  settleStatus,
} from '../storage/standing.store.ts';
import { ensureWallet } from './open-wallet.ts';

/** Nothing leaves the wallet while there is a cause; a second time of one cause changes nothing. Answers whether this froze it. */
export async function addFreeze(tx: Transaction, userId: string, cause: FreezeCause, now: Date): Promise<boolean> {
  await lockWallet(tx.sql, userId);
  if (!(await insertFreeze(tx.sql, userId, cause, now))) return false;
  await settleStatus(tx.sql, userId);
  await tx.tell(walletFrozen, userId, { userId, cause });
  return true;
}

/** Takes one cause away; another one keeps the wallet frozen. Answers whether there was such a cause. */
export async function liftFreeze(tx: Transaction, userId: string, cause: FreezeCause): Promise<boolean> {
  await lockWallet(tx.sql, userId);
  if (!(await deleteFreeze(tx.sql, userId, cause))) return false;
  const status = await settleStatus(tx.sql, userId);
  await tx.tell(walletUnfrozen, userId, { userId, cause, stillFrozen: status === 'FROZEN' });
  return true;
}

/** A suspended person's wallet is frozen until the suspension ends, whatever an administrator of the money decided besides. */
export async function keepSuspension(scope: Scope, userId: string, suspended: boolean): Promise<void> {
  await scope.transact(async (tx) => {
    const now = scope.clock.now();
    await ensureWallet(tx, userId, now);
    await (suspended ? addFreeze(tx, userId, 'SUSPENSION', now) : liftFreeze(tx, userId, 'SUSPENSION'));
  });
}

/** Keeps which of the token documents somebody has in force; all others decide nothing here. */
export async function keepDocument(
  scope: Scope,
  document: { readonly documentId: string; readonly userId: string; readonly code: string },
  inForce: boolean,
): Promise<void> {
  if (!isTokenDocument(document.code)) return;
  const { userId, documentId } = document;
  await scope.transact(async (tx) => {
    const now = scope.clock.now();
    await ensureWallet(tx, userId, now);
    await lockWallet(tx.sql, userId);
    if (inForce) await insertDocument(tx.sql, document, now);
    else await deleteDocument(tx.sql, userId, documentId);
    await settleDocuments(tx.sql, userId);
  });
}

/** Keeps whether the identity of somebody is verified. */
export async function keepIdentity(scope: Scope, userId: string, verified: boolean): Promise<void> {
  await scope.transact(async (tx) => {
    await ensureWallet(tx, userId, scope.clock.now());
    await setVerified(tx.sql, userId, verified);
  });
}
