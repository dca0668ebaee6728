import { isId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { refuseClosing, refuseOwnWallet } from '../domain/administration.ts';
import { walletClosed } from '../published/wallet.events.ts';
import { closeAccounts, lockBalances, lockWallet } from '../storage/standing.store.ts';
import { administer, type Administering } from './administer.ts';
import { addFreeze, liftFreeze } from './keep-standing.ts';

export interface WalletAct {
  readonly userId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}
export type WalletAdministered = { readonly userId: string };

/** Nothing leaves the wallet until an administrator lifts it; what is held, staked or invested goes its way back into it. */
export function freezeWallet(scope: Scope, input: WalletAct): Promise<WalletAdministered | Refusal> {
  return aboutWallet(scope, 'freezeWallet', input, async (by) => {
    const done = await addFreeze(by.tx, input.userId, 'ADMINISTRATOR', scope.clock.now());
    return done ? 'FROZEN' : refusal('BuzWalletStatusRefused', 'An administrator froze this wallet already.');
  });
}

/** Lifts what an administrator froze; a suspended owner's wallet stays frozen until the suspension ends. */
export function unfreezeWallet(scope: Scope, input: WalletAct): Promise<WalletAdministered | Refusal> {
  return aboutWallet(scope, 'unfreezeWallet', input, async (by) => {
    const done = await liftFreeze(by.tx, input.userId, 'ADMINISTRATOR');
    return done ? 'UNFROZEN' : refusal('BuzWalletStatusRefused', 'No administrator froze this wallet.');
  });
}

/** Closes an empty wallet for good: nothing comes into it or out of it any more. */
export function closeWallet(scope: Scope, input: WalletAct): Promise<WalletAdministered | Refusal> {
  return aboutWallet(scope, 'closeWallet', input, async (by) => {
    const refused = refuseClosing(await lockBalances(by.tx.sql, input.userId));
    if (refused) return refused;
    await closeAccounts(by.tx.sql, input.userId);
    await by.tx.tell(walletClosed, input.userId, { userId: input.userId });
    return 'CLOSED';
  });
}

function aboutWallet(
  scope: Scope,
  operation: string,
  input: WalletAct,
  work: (by: Administering) => Promise<string | Refusal>,
): Promise<WalletAdministered | Refusal> {
  const { userId, reason, idempotencyKey } = input;
  return administer(scope, operation, 'buz.admin', { userId, reason, idempotencyKey }, async (by) => {
    const own = refuseOwnWallet(by.adminId, [userId]);
    if (own) return own;
    const wallet = isId(userId) ? await lockWallet(by.tx.sql, userId) : null;
    if (!wallet) return refusal('NotFound', 'There is no such wallet.');
    if (wallet.status === 'CLOSED') return refusal('BuzWalletStatusRefused', 'This wallet is closed.');
    const done = await work(by);
    if (typeof done !== 'string') return done;
    await by.record(`WALLET_${done}`, { type: 'WALLET', id: userId });
    return { userId };
  });
}
