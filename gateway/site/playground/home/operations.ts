import account from '../../../../schema/operations/home/account.graphql?raw';
import watchWallet from '../../../../schema/operations/home/watch-wallet.graphql?raw';
import watchXp from '../../../../schema/operations/home/watch-xp.graphql?raw';

/** The registered operations of this page: it works where no others are served. */
export const operations = { account, watchWallet, watchXp } as const;
