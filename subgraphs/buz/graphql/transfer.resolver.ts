import { Arg, Ctx, Directive, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { transferBuz, transferBuzBatch } from '../actions/transfer-buz.ts';
import type { BuzPorts } from '../outside/ports.ts';
import {
  TransferBatchCompleted,
  TransferBuzBatchInput,
  TransferBuzBatchResult,
  TransferBuzInput,
  TransferBuzResult,
  TransferCompleted,
} from './transfer.type.ts';
import { User } from './wallet.type.ts';

@Resolver(() => TransferCompleted)
export class TransferResolver {
  @Directive('@requiresScopes(scopes: [["buz.transfer"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => TransferBuzResult, {
    nullable: true,
    description:
      'Sends BUZ to another person, for a fee of 0.1 %. Irreversible. Needs the token documents and a fresh authentication.',
  })
  async transferBuz(
    @Arg('input', { description: 'Whom, and how much.' }) input: TransferBuzInput,
    @Ctx() scope: Scope<BuzPorts>,
  ): Promise<TransferCompleted | Refusal> {
    return transferBuz(scope, input);
  }

  @Directive('@requiresScopes(scopes: [["buz.transfer"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => TransferBuzBatchResult, {
    nullable: true,
    description:
      'As transferBuz up to 100 times, in one commit. Each transfer is decided by itself: one that is refused stops no other.',
  })
  async transferBuzBatch(
    @Arg('input', { description: 'Whom, and how much, each.' }) input: TransferBuzBatchInput,
    @Ctx() scope: Scope<BuzPorts>,
  ): Promise<TransferBatchCompleted | Refusal> {
    const answers = await transferBuzBatch(scope, input.transfers);
    if (isRefusal(answers)) return answers;
    return {
      items: input.transfers.map(({ idempotencyKey }, at) => ({ idempotencyKey, result: answers[at]! })),
    };
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who got it.' })
  to(@Root() transfer: TransferCompleted): User {
    return { id: transfer.toUserId };
  }
}
