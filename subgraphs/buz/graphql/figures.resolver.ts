import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { BUZ } from '#kernel/buz';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import type { Scope } from '#chassis/mount/scope';
import { POOLS } from '../domain/account.ts';
import { releasePlan } from '../domain/supply.ts';
import { economyFigures, poolLines, pools, programmes, supplyLoader } from '../reads/economy-figures.ts';
import {
  BuzPoolEntryConnection,
  BuzPoolType,
  BuzProgrammeType,
  BuzSupplyType,
  EconomyPeriodName,
  EconomyStatsType,
  type BuzPoolEntryType,
} from './figures.type.ts';

@Resolver()
export class FiguresResolver {
  @Directive('@authenticated')
  @Query(() => BuzSupplyType, { nullable: true, description: 'Where all BUZ is now.' })
  async supply(@Ctx() scope: Scope): Promise<BuzSupplyType> {
    const { wallets, ...supply } = await scope.loader(supplyLoader).load('supply');
    return { ...supply, walletCount: wallets };
  }

  @Directive('@authenticated')
  @Query(() => [BuzPoolType], { nullable: true, description: 'The seven pools.' })
  async pools(@Ctx() scope: Scope): Promise<BuzPoolType[]> {
    return (await pools(scope)).map(({ name, balance }) => ({
      name: name as BuzPoolType['name'],
      allotted: POOLS[name] * BUZ,
      balance,
      releasePlan: releasePlan(name),
    }));
  }

  @Directive('@authenticated')
  @Query(() => EconomyStatsType, { nullable: true, description: 'What the ledger says about a period.' })
  async economyStats(
    @Arg('period', () => EconomyPeriodName, { description: 'How far back.' }) period: EconomyPeriodName,
    @Ctx() scope: Scope,
  ): Promise<EconomyStatsType> {
    const { emission, spending, today, ...figures } = await economyFigures(scope, period);
    return {
      ...figures,
      emission: [...emission],
      spending: [...spending],
      emittedToday: today.emitted,
      rewardsWaiting: today.waiting,
    };
  }

  @Directive('@authenticated')
  @Query(() => [BuzProgrammeType], { nullable: true, description: 'The 100 newest programmes, newest first.' })
  async programmes(@Ctx() scope: Scope): Promise<BuzProgrammeType[]> {
    return (await programmes(scope)) as BuzProgrammeType[];
  }
}

@Resolver(() => BuzPoolType)
export class PoolResolver {
  @FieldResolver(() => BuzPoolEntryConnection, { nullable: true, description: 'Its statement, newest first.' })
  async entries(
    @Root() { name }: BuzPoolType,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<BuzPoolEntryType>> {
    return readConnection(
      scope,
      { name: 'poolEntries', filter: name },
      page,
      poolLines.bind(null, scope, name),
      (line) => line,
    );
  }
}
