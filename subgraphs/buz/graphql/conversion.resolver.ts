import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import {
  Forbidden,
  IdempotencyKeyReused,
  InsufficientBuz,
  LegalGateClosed,
  NotFound,
  StepUpRequired,
} from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { decideConversion, requestConversion, withdrawConversion } from '../actions/convert.ts';
import { closeConversionWindow, openConversionWindow } from '../actions/keep-conversion-windows.ts';
import { leastFor, type ConversionWindow } from '../domain/investment.ts';
import { conversionById, conversionsOf, windowsOf } from '../reads/investments.ts';
import {
  BuzConversionWindowClosed,
  BuzConversionWindowInvalid,
  ConversionConnection,
  ConversionType,
  ConversionWindowConnection,
  ConversionWindowType,
} from './conversion.type.ts';
import {
  CloseConversionWindowInput,
  DecideConversionInput,
  OpenConversionWindowInput,
  RequestConversionInput,
  WithdrawConversionInput,
} from './investment.input.ts';
import { BuzEscrowEnded } from './investment.type.ts';
import { BuzAmountInvalid, BuzWalletFrozen, BuzWalletUnknown } from './ledger.refusal.ts';
import { User, WalletType } from './wallet.type.ts';

const OpenConversionWindowResult = resultUnion('OpenConversionWindowResult', [
  ConversionWindowType,
  NotFound,
  StepUpRequired,
  BuzConversionWindowInvalid,
]);
const CloseConversionWindowResult = resultUnion('CloseConversionWindowResult', [
  ConversionWindowType,
  StepUpRequired,
  BuzConversionWindowClosed,
]);
const RequestConversionResult = resultUnion('RequestConversionResult', [
  ConversionType,
  StepUpRequired,
  LegalGateClosed,
  BuzConversionWindowClosed,
  BuzAmountInvalid,
  InsufficientBuz,
  BuzWalletFrozen,
  BuzWalletUnknown,
  IdempotencyKeyReused,
]);
const WithdrawConversionResult = resultUnion('WithdrawConversionResult', [
  ConversionType,
  NotFound,
  StepUpRequired,
  BuzEscrowEnded,
]);
const DecideConversionResult = resultUnion('DecideConversionResult', [
  ConversionType,
  NotFound,
  Forbidden,
  StepUpRequired,
  BuzEscrowEnded,
]);

@Resolver(() => WalletType)
export class ConversionsOfWalletResolver {
  @FieldResolver(() => ConversionConnection, { nullable: true, description: 'Conversions of its owner, newest first.' })
  async conversions(@Root() { userId }: WalletType, @Args() page: PageArgs, @Ctx() scope: Scope) {
    return conversionList(scope, userId, page);
  }
}

@Resolver(() => ConversionType)
export class ConversionOwnerResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who converts.' })
  owner(@Root() conversion: ConversionType): User {
    return { id: conversion.ownerId };
  }
}

@Resolver()
export class ConversionResolver {
  @Directive('@authenticated')
  @Query(() => ConversionWindowConnection, { nullable: true, description: 'Conversion windows, newest first.' })
  async conversionWindows(
    @Arg('ventureId', () => ID, { nullable: true, description: 'Of one venture; of all when absent.' })
    ventureId: string | null,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<ConversionWindowType>> {
    const read = windowsOf.bind(null, scope, ventureId ?? null);
    return readConnection(scope, { name: 'conversionWindows', filter: ventureId ?? null }, page, read, windowOf);
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Query(() => ConversionConnection, {
    nullable: true,
    description: 'Conversions that wait for a decision, newest first.',
  })
  async openConversions(@Args() page: PageArgs, @Ctx() scope: Scope): Promise<Connection<ConversionType>> {
    return conversionList(scope, null, page);
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Mutation(() => OpenConversionWindowResult, { nullable: true, description: 'Opens a window for a venture.' })
  async openConversionWindow(
    @Arg('input', { description: 'Whose, when, at what rate.' }) input: OpenConversionWindowInput,
    @Ctx() scope: Scope,
  ): Promise<ConversionWindowType | Refusal> {
    const opened = await openConversionWindow(scope, { ...input, opensAt: input.opensAt ?? null });
    return isRefusal(opened) ? opened : windowOf(opened);
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Mutation(() => CloseConversionWindowResult, { nullable: true, description: 'Closes a window now.' })
  async closeConversionWindow(
    @Arg('input', { description: 'Which.' }) input: CloseConversionWindowInput,
    @Ctx() scope: Scope,
  ): Promise<ConversionWindowType | Refusal> {
    const closed = await closeConversionWindow(scope, input);
    return isRefusal(closed) ? closed : windowOf(closed);
  }

  @Directive('@requiresScopes(scopes: [["buz.transfer"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => RequestConversionResult, {
    nullable: true,
    description: 'Puts BUZ into escrow to become equity at the rate of an open window; an administrator decides.',
  })
  async requestConversion(
    @Arg('input', { description: 'Where, and how much.' }) input: RequestConversionInput,
    @Ctx() scope: Scope,
  ): Promise<ConversionType | Refusal> {
    return shown(scope, await requestConversion(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["buz.transfer"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => WithdrawConversionResult, {
    nullable: true,
    description: 'Takes a conversion back that nobody has decided.',
  })
  async withdrawConversion(
    @Arg('input', { description: 'Which.' }) input: WithdrawConversionInput,
    @Ctx() scope: Scope,
  ): Promise<ConversionType | Refusal> {
    return shown(scope, await withdrawConversion(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => DecideConversionResult, {
    nullable: true,
    description: "Decides about somebody else's conversion; an approved one waits for the venture.",
  })
  async decideConversion(
    @Arg('input', { description: 'Which, how, why.' }) input: DecideConversionInput,
    @Ctx() scope: Scope,
  ): Promise<ConversionType | Refusal> {
    return shown(scope, await decideConversion(scope, input));
  }
}

async function conversionList(
  scope: Scope,
  ownerId: string | null,
  page: PageArgs,
): Promise<Connection<ConversionType>> {
  const read = conversionsOf.bind(null, scope, ownerId);
  return readConnection(scope, { name: 'conversions', filter: ownerId }, page, read, (one) => one as ConversionType);
}

async function shown(scope: Scope, answer: { conversionId: string } | Refusal): Promise<ConversionType | Refusal> {
  return isRefusal(answer) ? answer : ((await conversionById(scope, answer.conversionId)) as ConversionType);
}

const windowOf = (window: ConversionWindow): ConversionWindowType => ({ ...window, minimum: leastFor(window.rateBp) });
