import { isId } from '#kernel/id';
import type { LoaderDefinition } from '#chassis/mount/scope';
import { readWallets, type WalletBalances } from '../storage/wallets.store.ts';

export const walletLoader: LoaderDefinition<string, WalletBalances | null> = {
  name: 'buz.wallet',
  async load(scope, userIds) {
    const wallets = await readWallets(scope.em, userIds.filter(isId));
    return userIds.map((userId) => wallets.get(userId) ?? null);
  },
};
