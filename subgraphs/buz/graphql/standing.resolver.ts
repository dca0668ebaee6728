import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import type { Scope } from '#chassis/mount/scope';
import type { AccountStatus } from '../domain/account.ts';
import { leftUnverified, limitsOf } from '../domain/limits.ts';
import { TRANSFER_RULES } from '../domain/transfer-rules.ts';
import { quoteOf, standingLoader, type WalletStanding } from '../reads/wallet-standing.ts';
import { TransferQuoteType, WalletLimitType, WalletStatusEnum } from './standing.type.ts';
import { WalletType } from './wallet.type.ts';

@Resolver(() => WalletType)
export class StandingOfWalletResolver {
  @FieldResolver(() => BuzAmount, { description: 'Available, held, staked and invested together.' })
  total(@Root() { available, held, staked, invested }: WalletType): bigint {
    return available + held + staked + invested;
  }

  @FieldResolver(() => WalletStatusEnum, { nullable: true, description: 'What it may do.' })
  async status(@Root() wallet: WalletType, @Ctx() scope: Scope): Promise<AccountStatus | null> {
    return (await standingOf(wallet, scope))?.account.status ?? null;
  }

  @FieldResolver(() => [String], {
    nullable: true,
    description: 'The codes of the documents that have to be signed before BUZ can be sent, staked or invested.',
  })
  async missingDocuments(@Root() wallet: WalletType, @Ctx() scope: Scope): Promise<string[] | null> {
    const standing = await standingOf(wallet, scope);
    return standing && TRANSFER_RULES.documents.filter((code) => !standing.account.documents.includes(code));
  }

  @FieldResolver(() => Boolean, { nullable: true, description: 'Whether the identity of its owner is verified.' })
  async identityVerified(@Root() wallet: WalletType, @Ctx() scope: Scope): Promise<boolean | null> {
    return (await standingOf(wallet, scope))?.account.verified ?? null;
  }

  @FieldResolver(() => [WalletLimitType], {
    nullable: true,
    description: 'What was and what may still be sent to others within 24 hours, 30 days and 365 days.',
  })
  async limits(@Root() wallet: WalletType, @Ctx() scope: Scope): Promise<WalletLimitType[] | null> {
    const standing = await standingOf(wallet, scope);
    return standing && limitsOf(standing.account.sent, standing.sentBefore);
  }

  @FieldResolver(() => BuzAmount, {
    nullable: true,
    description: 'What may still be sent within 30 days without a verified identity; null for who has one.',
  })
  async leftWithoutIdentity(@Root() wallet: WalletType, @Ctx() scope: Scope): Promise<bigint | null> {
    const standing = await standingOf(wallet, scope);
    return standing && leftUnverified(standing.account, standing.sentBefore);
  }
}

@Resolver()
export class QuoteResolver {
  @Directive('@authenticated')
  @Query(() => TransferQuoteType, {
    nullable: true,
    description: 'What a transfer of yours would cost now, and what would stand against it. Nothing is reserved.',
  })
  async quoteTransfer(
    @Arg('toUserId', () => ID, { description: 'Who would get it.' }) toUserId: string,
    @Arg('amount', () => BuzAmount, { description: 'What they would get.' }) amount: bigint,
    @Ctx() scope: Scope,
  ): Promise<TransferQuoteType | null> {
    if (!scope.caller.userId) return null;
    const { refusal, ...quote } = await quoteOf(scope, toUserId, amount);
    const said = { refusalCode: refusal?.code ?? null, refusalMessage: refusal?.message ?? null };
    return { ...quote, affordable: refusal === null, ...said };
  }
}

function standingOf({ userId }: WalletType, scope: Scope): Promise<WalletStanding | null> {
  return scope.loader(standingLoader).load(userId);
}
