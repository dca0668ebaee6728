import { Max, Min } from 'class-validator';
import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { Forbidden, IdempotencyKeyReused, NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { giveXp, revokeXp, type XpDecided as Decided } from '../actions/decide-xp.ts';
import { playerLoader } from '../reads/player.loader.ts';
import { GamificationProfile } from './player.type.ts';
import { Reason } from './reason.ts';

@InputType()
abstract class XpDecisionInput {
  @Field(() => ID, { description: 'The player; not oneself.' })
  userId!: string;

  @Min(1)
  @Max(100_000)
  @Field(() => Int, { description: 'How much, 1 to 100,000; it is not multiplied.' })
  amount!: number;

  @Reason()
  @Field({ description: 'Why: 1 to 500 characters. The player reads it in the history.' })
  reason!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('AwardXpInput', { description: 'XP that no rule gives.' })
export class AwardXpInput extends XpDecisionInput {}

@InputType('RevokeXpInput', { description: 'XP that is to be taken.' })
export class RevokeXpInput extends XpDecisionInput {}

@ObjectType('XpDecided', { description: 'The ledger has a line more.' })
export class XpDecided {
  @Field(() => ID, { description: 'The line.' })
  entryId!: string;

  @Field(() => Int, { description: 'By how much the XP changed: a revocation takes no more than there is.' })
  changedBy!: number;

  @Field(() => GamificationProfile, { nullable: true, description: 'The player as they are now.' })
  profile!: GamificationProfile | null;
}

const AwardXpResult = resultUnion('AwardXpResult', [XpDecided, NotFound, Forbidden, IdempotencyKeyReused]);
const RevokeXpResult = resultUnion('RevokeXpResult', [XpDecided, NotFound, Forbidden, IdempotencyKeyReused]);

@Resolver()
export class XpDecisionResolver {
  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => AwardXpResult, { nullable: true, description: 'Gives somebody else XP, for a reason. Audited.' })
  async awardXp(
    @Arg('input', { description: 'Whom, how much, why.' }) input: AwardXpInput,
    @Ctx() scope: Scope,
  ): Promise<XpDecided | Refusal> {
    return present(scope, await giveXp(scope, { ...input }));
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => RevokeXpResult, {
    nullable: true,
    description: 'Takes XP by a compensating line, for a reason. XP stays at or above 0. Audited.',
  })
  async revokeXp(
    @Arg('input', { description: 'Whom, how much, why.' }) input: RevokeXpInput,
    @Ctx() scope: Scope,
  ): Promise<XpDecided | Refusal> {
    return present(scope, await revokeXp(scope, { ...input }));
  }
}

async function present(scope: Scope, outcome: Decided | Refusal): Promise<XpDecided | Refusal> {
  if (isRefusal(outcome)) return outcome;
  const { userId, entryId, changedBy } = outcome;
  return { entryId, changedBy, profile: await scope.loader(playerLoader).load(userId) };
}
