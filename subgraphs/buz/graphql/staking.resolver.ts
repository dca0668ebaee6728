import { Arg, Args, Ctx, Directive, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { DomainEvent } from '#kernel/event';
import { unitsOf } from '#kernel/buz';
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
import { openStake } from '../actions/open-stake.ts';
import { renewStake, setStakeAutoRenew } from '../actions/renew-stake.ts';
import { withdrawStake } from '../actions/withdraw-stake.ts';
import { accruedAt, exitAt, isDue, type Stake } from '../domain/stake.ts';
import { maySeeWallet } from '../domain/policy.ts';
import { stakesTopic, type StakeMaturedBody } from '../published/staking.events.ts';
import { stakeLoader, stakesOf, stakeTiers } from '../reads/stakes.ts';
import { BuzWalletFrozen, BuzWalletUnknown } from './ledger.refusal.ts';
import { OpenStakeInput, RenewStakeInput, SetStakeAutoRenewInput, WithdrawStakeInput } from './staking.input.ts';
import {
  StakeAmountInvalid,
  StakeEnded,
  StakeNotMatured,
  StakePayoutChanged,
  StakePoolExhausted,
  StakeTierUnknown,
} from './staking.refusal.ts';
import { StakeAutoRenewSet, StakeMaturedType, StakeOpened, StakePosition, StakePositionConnection, StakeRenewed, StakeTierType, StakeWithdrawn } from './staking.type.ts'; // prettier-ignore

const OpenStakeResult = resultUnion('OpenStakeResult', [
  StakeOpened,
  StepUpRequired,
  IdempotencyKeyReused,
  BuzWalletUnknown,
  BuzWalletFrozen,
  LegalGateClosed,
  StakeTierUnknown,
  StakeAmountInvalid,
  InsufficientBuz,
  StakePoolExhausted,
]);
const WithdrawStakeResult = resultUnion('WithdrawStakeResult', [
  StakeWithdrawn,
  StepUpRequired,
  NotFound,
  IdempotencyKeyReused,
  StakeEnded,
  BuzWalletFrozen,
  StakePayoutChanged,
]);
const RenewStakeResult = resultUnion('RenewStakeResult', [
  StakeRenewed,
  StepUpRequired,
  NotFound,
  IdempotencyKeyReused,
  StakeEnded,
  StakeNotMatured,
  BuzWalletUnknown,
  BuzWalletFrozen,
  LegalGateClosed,
  StakeTierUnknown,
  StakeAmountInvalid,
  StakePoolExhausted,
]);
const SetStakeAutoRenewResult = resultUnion('SetStakeAutoRenewResult', [StakeAutoRenewSet, NotFound, StakeEnded]);

@Resolver()
export class StakingResolver {
  @Directive('@cacheControl(maxAge: 30)')
  @Query(() => [StakeTierType], { nullable: true, description: 'The tiers as they hold now, shortest first.' })
  async stakeTiers(@Ctx() scope: Scope): Promise<StakeTierType[]> {
    return stakeTiers(scope);
  }

  @Directive('@authenticated')
  @Query(() => StakePositionConnection, { nullable: true, description: 'Your own stakes, newest first.' })
  async stakes(@Args(() => PageArgs) page: PageArgs, @Ctx() scope: Scope): Promise<Connection<StakePosition> | null> {
    const { userId } = scope.caller;
    if (!userId) return null;
    const read = stakesOf.bind(null, scope, userId);
    return readConnection(scope, { name: 'stakes' }, page, read, (stake) => positionOf(stake, scope));
  }

  @Directive('@authenticated')
  @Query(() => StakePosition, { nullable: true, description: 'One stake of yours; null for any other.' })
  async stake(
    @Arg('id', () => ID, { description: 'Which.' }) id: string,
    @Ctx() scope: Scope,
  ): Promise<StakePosition | null> {
    return resolveStake({ id }, scope);
  }

  @Directive('@requiresScopes(scopes: [["buz.stake"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => OpenStakeResult, {
    nullable: true,
    description: 'Stakes BUZ for a term. Needs a fresh authentication and the token documents.',
  })
  async openStake(
    @Arg('input', { description: 'What.' }) input: OpenStakeInput,
    @Ctx() scope: Scope,
  ): Promise<StakeOpened | Refusal> {
    return about(scope, await openStake(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["buz.unstake"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => WithdrawStakeResult, {
    nullable: true,
    description:
      'Takes a stake back; before its end with a penalty and without its reward. Needs a fresh authentication.',
  })
  async withdrawStake(
    @Arg('input', { description: 'Which.' }) input: WithdrawStakeInput,
    @Ctx() scope: Scope,
  ): Promise<StakeWithdrawn | Refusal> {
    const left = await withdrawStake(scope, input);
    if (isRefusal(left)) return left;
    const stake = await resolveStake({ id: left.stakeId }, scope);
    return { stake, payout: unitsOf(left.payout)!, penalty: unitsOf(left.penalty)! };
  }

  @Directive('@requiresScopes(scopes: [["buz.stake"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => RenewStakeResult, {
    nullable: true,
    description: 'Begins the next term of a matured stake at the terms that hold now. Needs a fresh authentication.',
  })
  async renewStake(
    @Arg('input', { description: 'Which.' }) input: RenewStakeInput,
    @Ctx() scope: Scope,
  ): Promise<StakeRenewed | Refusal> {
    return about(scope, await renewStake(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["buz.stake"]])')
  @Mutation(() => SetStakeAutoRenewResult, { nullable: true, description: 'Sets whether a stake renews itself.' })
  async setStakeAutoRenew(
    @Arg('input', { description: 'Which, and whether.' }) input: SetStakeAutoRenewInput,
    @Ctx() scope: Scope,
  ): Promise<StakeAutoRenewSet | Refusal> {
    return about(scope, await setStakeAutoRenew(scope, input));
  }

  @Directive('@authenticated')
  @Subscription(() => StakeMaturedType, {
    nullable: true,
    description: 'Terms of your own stakes, as they end.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(stakesTopic(context.caller.userId ?? '')),
  })
  async stakeMatured(@Root() { body }: DomainEvent<StakeMaturedBody>, @Ctx() scope: Scope): Promise<StakeMaturedType> {
    const { stakeId, renewed, notRenewed } = body;
    const stake = await resolveStake({ id: stakeId }, scope);
    const ended = { reward: unitsOf(body.reward)!, maturedAt: new Date(body.maturedAt) };
    return { stakeId, renewed, notRenewed, stake, ...ended };
  }
}

/** Forbidden and missing look the same. */
export async function resolveStake(reference: { id: string }, scope: Scope): Promise<StakePosition | null> {
  const stake = await scope.loader(stakeLoader).load(reference.id);
  return stake && maySeeWallet(scope.caller, stake.userId) ? positionOf(stake, scope) : null;
}

/** A term that is over is shown so before its schedule has noticed; one that renews itself goes on. */
function positionOf(stake: Stake, scope: Scope): StakePosition {
  const now = scope.clock.now();
  const due = isDue(stake, now);
  const status = due && !stake.autoRenew ? 'MATURED' : stake.status;
  const exit = due && stake.autoRenew ? null : exitAt(stake, now);
  return { ...stake, status, accrued: accruedAt(stake, now), exit };
}

async function about(
  scope: Scope,
  outcome: { stakeId: string } | Refusal,
): Promise<{ stake: StakePosition | null } | Refusal> {
  if (isRefusal(outcome)) return outcome;
  return { stake: await resolveStake({ id: outcome.stakeId }, scope) };
}
