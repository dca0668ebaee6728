import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import {
  Forbidden,
  IdempotencyKeyReused,
  InsufficientBuz,
  NotFound,
  StepUpRequired,
} from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import {
  closeWallet,
  freezeWallet,
  unfreezeWallet,
  type WalletAdministered as Administered,
} from '../actions/administer-wallet.ts';
import { grantBuz, type Administered as Moved } from '../actions/grant-buz.ts';
import { reverseTransfer } from '../actions/reverse-transfer.ts';
import { actLoader } from '../reads/acts.ts';
import { walletLoader } from '../reads/wallet.loader.ts';
import {
  BuzAdministered,
  BuzWalletNotEmpty,
  BuzWalletStatusRefused,
  CloseWalletInput,
  FreezeWalletInput,
  GrantBuzInput,
  ReverseTransferInput,
  UnfreezeWalletInput,
  WalletAdministered,
} from './administration.type.ts';
import { BuzAmountInvalid, BuzNotReversible, BuzPoolExhausted, BuzRecipientUnknown } from './ledger.refusal.ts';

const GrantBuzResult = resultUnion('GrantBuzResult', [
  BuzAdministered,
  Forbidden,
  StepUpRequired,
  IdempotencyKeyReused,
  BuzAmountInvalid,
  BuzRecipientUnknown,
  BuzPoolExhausted,
]);
const ReverseTransferResult = resultUnion('ReverseTransferResult', [
  BuzAdministered,
  NotFound,
  Forbidden,
  StepUpRequired,
  IdempotencyKeyReused,
  BuzAmountInvalid,
  BuzNotReversible,
  BuzRecipientUnknown,
  InsufficientBuz,
  BuzPoolExhausted,
]);
const WALLET = [
  WalletAdministered,
  NotFound,
  Forbidden,
  StepUpRequired,
  IdempotencyKeyReused,
  BuzWalletStatusRefused,
] as const;
const FreezeWalletResult = resultUnion('FreezeWalletResult', WALLET);
const UnfreezeWalletResult = resultUnion('UnfreezeWalletResult', WALLET);
const CloseWalletResult = resultUnion('CloseWalletResult', [...WALLET, BuzWalletNotEmpty]);

@Resolver()
export class AdministrationResolver {
  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => GrantBuzResult, {
    nullable: true,
    description:
      'Gives BUZ out of a pool to somebody: at once while your grants and reversals of the last 24 hours sum to at most 10,000 BUZ, and after a second approval above.',
  })
  async grantBuz(
    @Arg('input', { description: 'What, to whom, why.' }) input: GrantBuzInput,
    @Ctx() scope: Scope,
  ): Promise<BuzAdministered | Refusal> {
    return moved(scope, await grantBuz(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => ReverseTransferResult, {
    nullable: true,
    description: 'Moves (part of) a transfer back by another one; what was written stays.',
  })
  async reverseTransfer(
    @Arg('input', { description: 'Which, how much, why.' }) input: ReverseTransferInput,
    @Ctx() scope: Scope,
  ): Promise<BuzAdministered | Refusal> {
    return moved(scope, await reverseTransfer(scope, { ...input, amount: input.amount ?? null }));
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "no-money")')
  @Mutation(() => FreezeWalletResult, {
    nullable: true,
    description: 'Nothing leaves the wallet until it is unfrozen.',
  })
  async freezeWallet(
    @Arg('input', { description: 'Which, and why.' }) input: FreezeWalletInput,
    @Ctx() scope: Scope,
  ): Promise<WalletAdministered | Refusal> {
    return shown(scope, await freezeWallet(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "no-money")')
  @Mutation(() => UnfreezeWalletResult, {
    nullable: true,
    description: 'Lifts what an administrator froze; a suspended owner stays frozen.',
  })
  async unfreezeWallet(
    @Arg('input', { description: 'Which, and why.' }) input: UnfreezeWalletInput,
    @Ctx() scope: Scope,
  ): Promise<WalletAdministered | Refusal> {
    return shown(scope, await unfreezeWallet(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "no-money")')
  @Mutation(() => CloseWalletResult, { nullable: true, description: 'Closes an empty wallet for good.' })
  async closeWallet(
    @Arg('input', { description: 'Which, and why.' }) input: CloseWalletInput,
    @Ctx() scope: Scope,
  ): Promise<WalletAdministered | Refusal> {
    return shown(scope, await closeWallet(scope, input));
  }
}

async function moved(scope: Scope, answer: Moved | Refusal): Promise<BuzAdministered | Refusal> {
  if (isRefusal(answer)) return answer;
  const { transferId, actId } = answer;
  return { transferId, act: actId ? await scope.loader(actLoader).load(actId) : null };
}

async function shown(scope: Scope, answer: Administered | Refusal): Promise<WalletAdministered | Refusal> {
  return isRefusal(answer) ? answer : { wallet: await scope.loader(walletLoader).load(answer.userId) };
}
