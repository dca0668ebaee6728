import type { Part } from '#chassis/mount/part';
import { liveFeed } from '#chassis/live/feed';
import { historyAccess } from '../graphql/history.access.ts';
import { LiveWalletResolver } from '../graphql/live-wallet.resolver.ts';
import { QuoteResolver, StandingOfWalletResolver } from '../graphql/standing.resolver.ts';
import {
  HistoryOfWalletResolver,
  StatementTextResolver,
  TransactionResolver,
} from '../graphql/transaction.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { transferred } from '../published/ledger.events.ts';
import { transfersTopicsOf, walletTopic, walletTopicsOf } from '../published/wallet-topics.ts';
import { walletClosed, walletFrozen, walletUnfrozen } from '../published/wallet.events.ts';

/** A wallet as its owner sees it: what it may do, what happened in it, and what happens now. */
export const historyPart: Part<BuzPorts> = {
  resolvers: [
    StandingOfWalletResolver,
    QuoteResolver,
    HistoryOfWalletResolver,
    StatementTextResolver,
    TransactionResolver,
    LiveWalletResolver,
  ],
  access: historyAccess,
  live: [
    liveFeed(transferred, walletTopicsOf),
    liveFeed(transferred, transfersTopicsOf),
    ...[walletFrozen, walletUnfrozen, walletClosed].map((on) =>
      liveFeed(on, ({ aggregateId }) => [walletTopic(aggregateId)]),
    ),
  ],
};
