import { Ctx, Directive, Resolver, Root, Subscription } from 'type-graphql';
import type { DomainEvent } from '#kernel/event';
import type { Scope } from '#chassis/mount/scope';
import { transfersTopic, walletTopic } from '../published/wallet-topics.ts';
import { transactionLoader } from '../reads/transactions.ts';
import { walletLoader } from '../reads/wallet.loader.ts';
import { TransactionType, transactionTypeOf } from './transaction.type.ts';
import { WalletType } from './wallet.type.ts';

@Resolver()
export class LiveWalletResolver {
  @Directive('@authenticated')
  @Subscription(() => WalletType, {
    nullable: true,
    description: 'Your own wallet after every change of a balance or of its status: as it is when it is told.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(walletTopic(context.caller.userId ?? '')),
  })
  async walletUpdated(@Root() _event: DomainEvent, @Ctx() scope: Scope): Promise<WalletType | null> {
    return scope.caller.userId ? scope.loader(walletLoader).load(scope.caller.userId) : null;
  }

  @Directive('@authenticated')
  @Subscription(() => TransactionType, {
    nullable: true,
    description: 'What comes into your own wallet and leaves it, as it is committed, once each.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(transfersTopic(context.caller.userId ?? '')),
  })
  async buzTransferred(@Root() { aggregateId: id }: DomainEvent, @Ctx() scope: Scope): Promise<TransactionType | null> {
    const ownerId = scope.caller.userId;
    const found = ownerId ? await scope.loader(transactionLoader).load({ ownerId, id }) : null;
    return found && transactionTypeOf(found);
  }
}
