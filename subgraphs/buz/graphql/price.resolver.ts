import { Arg, Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import { DateTime } from '#chassis/graphql/scalars';
import type { Scope } from '#chassis/mount/scope';
import type { EconomyRule } from '../domain/economy-rule.ts';
import { quoteCharge, ruleHistory, rulesAt } from '../reads/price-rules.ts';
import { ChargeQuoteType, PriceRuleConnection, PriceRuleType } from './price.type.ts';

@Resolver()
export class PriceResolver {
  @Directive('@cacheControl(maxAge: 30)')
  @Query(() => [PriceRuleType], {
    nullable: true,
    description: 'The price list, in the order of its codes: some dozens of rows.',
  })
  async priceRules(
    @Arg('at', () => DateTime, { nullable: true, description: 'As it holds then; now when absent.' }) at: Date | null,
    @Ctx() scope: Scope,
  ): Promise<PriceRuleType[]> {
    return (await rulesAt(scope, 'PRICE', at ?? scope.clock.now())).map(priceRuleOf);
  }

  @Query(() => PriceRuleConnection, {
    nullable: true,
    description: 'Every version of one price, newest first, also those that are only scheduled.',
  })
  async priceHistory(
    @Arg('code', { description: 'The code of the price.' }) code: string,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<PriceRuleType>> {
    const read = ruleHistory.bind(null, scope, 'PRICE', code);
    return readConnection(scope, { name: 'priceHistory', filter: code }, page, read, priceRuleOf);
  }

  @Directive('@authenticated')
  @Query(() => ChargeQuoteType, {
    nullable: true,
    description: 'What something would cost you; null when there is no such price.',
  })
  async quoteCharge(
    @Arg('priceCode', { description: 'The code of the price.' }) priceCode: string,
    @Ctx() scope: Scope,
  ): Promise<ChargeQuoteType | null> {
    const quote = await quoteCharge(scope, priceCode);
    if (!quote) return null;
    const { id, rule, available, affordable, expiresAt } = quote;
    return { id, priceCode, cost: rule.amount, available, affordable, expiresAt };
  }
}

function priceRuleOf(rule: EconomyRule): PriceRuleType {
  return rule as PriceRuleType;
}
