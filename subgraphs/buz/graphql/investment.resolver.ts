import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Resolver, Root, Subscription } from 'type-graphql';
import type { DomainEvent } from '#kernel/event';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import {
  IdempotencyKeyReused,
  InsufficientBuz,
  LegalGateClosed,
  NotFound,
  StepUpRequired,
} from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { invest, withdrawInvestment } from '../actions/invest.ts';
import { investmentTopic } from '../published/investment-topics.ts';
import { investmentsOf, ownInvestment } from '../reads/investments.ts';
import { InvestBuzInput, WithdrawInvestmentInput } from './investment.input.ts';
import { BuzEscrowEnded, InvestmentConnection, InvestmentObject } from './investment.type.ts';
import { BuzAmountInvalid, BuzWalletFrozen, BuzWalletUnknown } from './ledger.refusal.ts';
import { WalletType } from './wallet.type.ts';

const InvestBuzResult = resultUnion('InvestBuzResult', [
  InvestmentObject,
  NotFound,
  StepUpRequired,
  LegalGateClosed,
  BuzAmountInvalid,
  InsufficientBuz,
  BuzWalletFrozen,
  BuzWalletUnknown,
  IdempotencyKeyReused,
]);
const WithdrawInvestmentResult = resultUnion('WithdrawInvestmentResult', [
  InvestmentObject,
  NotFound,
  StepUpRequired,
  BuzEscrowEnded,
]);

@Resolver(() => WalletType)
export class InvestmentsOfWalletResolver {
  @FieldResolver(() => InvestmentConnection, { nullable: true, description: 'Investments of its owner, newest first.' })
  async investments(
    @Root() { userId }: WalletType,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<InvestmentObject>> {
    const read = investmentsOf.bind(null, scope, userId);
    return readConnection(scope, { name: 'investments', filter: userId }, page, read, (one) => one as InvestmentObject);
  }
}

@Resolver()
export class InvestmentResolver {
  @Directive('@requiresScopes(scopes: [["buz.transfer"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => InvestBuzResult, {
    nullable: true,
    description: 'Puts BUZ into escrow for a venture, which answers within 30 days; without an answer it comes back.',
  })
  async investBuz(
    @Arg('input', { description: 'Where, how much, what for.' }) input: InvestBuzInput,
    @Ctx() scope: Scope,
  ): Promise<InvestmentObject | Refusal> {
    return shown(scope, await invest(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["buz.transfer"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => WithdrawInvestmentResult, {
    nullable: true,
    description: 'Takes an investment back that the venture has not answered.',
  })
  async withdrawInvestment(
    @Arg('input', { description: 'Which.' }) input: WithdrawInvestmentInput,
    @Ctx() scope: Scope,
  ): Promise<InvestmentObject | Refusal> {
    return shown(scope, await withdrawInvestment(scope, input));
  }

  @Directive('@authenticated')
  @Subscription(() => InvestmentObject, {
    nullable: true,
    description: 'Your investments, whenever one is made or ends.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(investmentTopic(context.caller.userId ?? '')),
  })
  async investmentUpdated(
    @Root() event: DomainEvent<{ investmentId: string }>,
    @Ctx() scope: Scope,
  ): Promise<InvestmentObject | null> {
    return (await ownInvestment(scope, event.body.investmentId)) as InvestmentObject | null;
  }
}

async function shown(scope: Scope, answer: { investmentId: string } | Refusal): Promise<InvestmentObject | Refusal> {
  return isRefusal(answer) ? answer : ((await ownInvestment(scope, answer.investmentId)) as InvestmentObject);
}
