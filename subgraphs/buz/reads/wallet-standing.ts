import type { Units } from '#kernel/buz';
import { isId } from '#kernel/id';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { walletOf, type Account } from '../domain/account.ts';
import { quoteTransfer, type TransferQuote } from '../domain/transfer-quote.ts';
import type { LimitWindow } from '../domain/transfer-rules.ts';
import { readAccounts } from '../storage/ledger.store.ts';
import { readSentBefore } from '../storage/page.store.ts';

export interface WalletStanding {
  readonly account: Account;
  readonly sentBefore: Readonly<Record<LimitWindow, Units>>;
}

/** The wallet's own account and what it had sent before each window, in two statements for any number of people. */
export const standingLoader: LoaderDefinition<string, WalletStanding | null> = {
  name: 'buz.wallet-standing',
  async load(scope, userIds) {
    const sql = sqlOf(scope.em);
    const addresses = userIds.filter(isId).map(walletOf);
    const accounts = await readAccounts(sql, addresses);
    const sentBefore = await readSentBefore(sql, addresses, scope.clock.now());
    return userIds.map((userId) => {
      const account = accounts.get(walletOf(userId));
      return account ? { account, sentBefore: sentBefore.get(account.address)! } : null;
    });
  },
};

/** What a transfer of the caller's would cost now, and what would stand against it. */
export async function quoteOf(scope: Scope, to: string, amount: Units): Promise<TransferQuote> {
  const from = scope.caller.userId!;
  const sql = sqlOf(scope.em);
  const accounts = await readAccounts(sql, [from, to].filter(isId).map(walletOf));
  const now = scope.clock.now();
  return quoteTransfer({ from, to, amount }, accounts, await readSentBefore(sql, [walletOf(from)], now), now);
}
