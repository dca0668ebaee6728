import { Arg, Ctx, Directive, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Refusal } from '#kernel/refusal';
import { NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import {
  addPortfolioItem,
  orderPortfolio,
  removePortfolioItem,
  updatePortfolioItem,
} from '../actions/edit-portfolio.ts';
import { portfolioLoader } from '../reads/portfolio.loader.ts';
import { visibleUser } from '../reads/user.loader.ts';
import { PortfolioFull, PortfolioItemInvalid, PortfolioOrderInvalid } from './people.refusal.ts';
import { aboutUser, PortfolioUpdated } from './people.result.ts';
import {
  AddPortfolioItemInput,
  OrderPortfolioInput,
  PortfolioItem,
  RemovePortfolioItemInput,
  UpdatePortfolioItemInput,
} from './portfolio.type.ts';
import { User } from './user.type.ts';

const AddPortfolioItemResult = resultUnion('AddPortfolioItemResult', [
  PortfolioUpdated,
  PortfolioItemInvalid,
  PortfolioFull,
]);
const UpdatePortfolioItemResult = resultUnion('UpdatePortfolioItemResult', [
  PortfolioUpdated,
  NotFound,
  PortfolioItemInvalid,
]);
const RemovePortfolioItemResult = resultUnion('RemovePortfolioItemResult', [PortfolioUpdated, NotFound]);
const OrderPortfolioResult = resultUnion('OrderPortfolioResult', [PortfolioUpdated, PortfolioOrderInvalid]);

@Resolver(() => User)
export class PortfolioResolver {
  @Directive('@authenticated')
  @FieldResolver(() => [PortfolioItem], {
    nullable: true,
    description: 'What the person shows of his work, in his order, at most 50.',
  })
  async portfolio(@Root() user: User, @Ctx() scope: Scope): Promise<PortfolioItem[] | null> {
    if (!(await visibleUser(scope, user.id))) return null;
    return [...(await scope.loader(portfolioLoader).load(user.id))];
  }

  @Directive('@authenticated')
  @Mutation(() => AddPortfolioItemResult, { nullable: true, description: "Appends an item to one's own portfolio." })
  async addPortfolioItem(
    @Arg('input', { description: 'The item.' }) input: AddPortfolioItemInput,
    @Ctx() scope: Scope,
  ): Promise<PortfolioUpdated | Refusal> {
    return aboutUser(scope, await addPortfolioItem(scope, { edit: input }));
  }

  @Directive('@authenticated')
  @Mutation(() => UpdatePortfolioItemResult, { nullable: true, description: "Edits an item of one's own portfolio." })
  async updatePortfolioItem(
    @Arg('input', { description: 'The edit.' }) input: UpdatePortfolioItemInput,
    @Ctx() scope: Scope,
  ): Promise<PortfolioUpdated | Refusal> {
    const { itemId, ...edit } = input;
    return aboutUser(scope, await updatePortfolioItem(scope, { itemId, edit }));
  }

  @Directive('@authenticated')
  @Mutation(() => RemovePortfolioItemResult, {
    nullable: true,
    description: "Removes an item from one's own portfolio.",
  })
  async removePortfolioItem(
    @Arg('input', { description: 'Which.' }) input: RemovePortfolioItemInput,
    @Ctx() scope: Scope,
  ): Promise<PortfolioUpdated | Refusal> {
    return aboutUser(scope, await removePortfolioItem(scope, input));
  }

  @Directive('@authenticated')
  @Mutation(() => OrderPortfolioResult, { nullable: true, description: "Puts one's own portfolio in a new order." })
  async orderPortfolio(
    @Arg('input', { description: 'The order.' }) input: OrderPortfolioInput,
    @Ctx() scope: Scope,
  ): Promise<PortfolioUpdated | Refusal> {
    return aboutUser(scope, await orderPortfolio(scope, input));
  }
}
