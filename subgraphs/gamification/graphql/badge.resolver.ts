import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { DomainEvent } from '#kernel/event';
import type { Refusal } from '#kernel/refusal';
import { PageArgs, readConnection } from '#chassis/graphql/connection';
import { NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { createBadge, retireBadge } from '../actions/create-badge.ts';
import { revokeBadge } from '../actions/revoke-badge.ts';
import { progressOf, type Badge } from '../domain/badge.ts';
import { communityScoreOf, reputationOf } from '../domain/reputation.ts';
import { badgeTopic } from '../published/topics.ts';
import { badgeEvidence, earnedBadges } from '../reads/earned-badges.ts';
import { awardLoader, backfillLoader, badgeOf, catalogueLoader, standingLoader } from '../reads/standing.loader.ts';
import {
  BadgeBackfillType,
  BadgeCategory,
  BadgeCreated,
  BadgeEarnedType,
  BadgeEvidenceConnection,
  BadgeEvidenceType,
  BadgeProgressType,
  BadgeRetired,
  BadgeRevoked,
  BadgeType,
  CreateBadgeInput,
  EarnedBadgeConnection,
  EarnedBadgeType,
  RetireBadgeInput,
  RevokeBadgeInput,
} from './badge.type.ts';
import { BadgeCodeTaken, BadgeInvalid, BadgeRuleInvalid, GameTextInvalid } from './game.refusals.ts';
import { GamificationProfile, User } from './player.type.ts';

const CreateBadgeResult = resultUnion('CreateBadgeResult', [
  BadgeCreated,
  BadgeRuleInvalid,
  BadgeInvalid,
  BadgeCodeTaken,
]);
const RetireBadgeResult = resultUnion('RetireBadgeResult', [BadgeRetired, NotFound]);
const RevokeBadgeResult = resultUnion('RevokeBadgeResult', [BadgeRevoked, NotFound, GameTextInvalid]);

const toBadge = (badge: Badge): BadgeType => badge as BadgeType;

@Resolver(() => BadgeType)
export class BadgeResolver {
  @Directive('@authenticated')
  @Directive('@cacheControl(maxAge: 60)')
  @Query(() => [BadgeType], { nullable: true, description: 'The catalogue in its order, at most 500 badges.' })
  async badges(
    @Arg('category', () => BadgeCategory, { nullable: true, description: 'Only those.' })
    category: BadgeCategory | null,
    @Ctx() scope: Scope,
  ): Promise<BadgeType[]> {
    const badges = await scope.loader(catalogueLoader).load('badges');
    return badges.filter((badge) => !category || badge.category === category).map(toBadge);
  }

  @FieldResolver(() => String, { description: 'When it is earned, as JSON text.' })
  rule(@Root() badge: BadgeType): string {
    return JSON.stringify(badge.rule);
  }

  @Directive('@authenticated')
  @FieldResolver(() => BadgeProgressType, { nullable: true, description: 'How far one is oneself.' })
  async myProgress(@Root() badge: BadgeType, @Ctx() scope: Scope): Promise<BadgeProgressType | null> {
    const { userId } = scope.caller;
    if (userId === null) return null;
    return progressOf((badge as unknown as Badge).rule, await scope.loader(standingLoader).load(userId));
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @FieldResolver(() => BadgeBackfillType, {
    nullable: true,
    description: 'How far the look at earlier players is; null for badges that were there from the start.',
  })
  async backfill(@Root() badge: BadgeType, @Ctx() scope: Scope): Promise<BadgeBackfillType | null> {
    return scope.loader(backfillLoader).load(badge.id);
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => CreateBadgeResult, {
    nullable: true,
    description: 'Adds a badge, earned from now on; a job looks at what players did before.',
  })
  async createBadge(
    @Arg('input', { description: 'The badge.' }) input: CreateBadgeInput,
    @Ctx() scope: Scope,
  ): Promise<BadgeCreated | Refusal> {
    return createBadge(scope, { ...input, family: input.family ?? null });
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => RetireBadgeResult, { nullable: true, description: 'Lets nobody earn a badge any more.' })
  async retireBadge(
    @Arg('input', { description: 'Which.' }) input: RetireBadgeInput,
    @Ctx() scope: Scope,
  ): Promise<BadgeRetired | Refusal> {
    return retireBadge(scope, input);
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => RevokeBadgeResult, {
    nullable: true,
    description: 'Takes a badge back, with a reason and with its XP; the player does not earn it again.',
  })
  async revokeBadge(
    @Arg('input', { description: 'Which, and why.' }) input: RevokeBadgeInput,
    @Ctx() scope: Scope,
  ): Promise<BadgeRevoked | Refusal> {
    return revokeBadge(scope, input);
  }
}

@Resolver(() => EarnedBadgeType)
export class EarnedBadgeResolver {
  @FieldResolver(() => BadgeType, { nullable: true, description: 'The badge.' })
  async badge(@Root() award: EarnedBadgeType, @Ctx() scope: Scope): Promise<BadgeType | null> {
    return badgeOf(scope, award.badgeId) as Promise<BadgeType | null>;
  }

  @Directive('@authenticated')
  @FieldResolver(() => BadgeEvidenceConnection, {
    nullable: true,
    description: 'The facts that earned it. Of your own badges, unless you hold gamification.admin.',
  })
  async evidence(@Root() award: EarnedBadgeType, @Args(() => PageArgs) page: PageArgs, @Ctx() scope: Scope) {
    return readConnection(
      scope,
      { name: 'badgeEvidence', filter: award.id },
      page,
      (request) => badgeEvidence(scope, award.id, request),
      (row): BadgeEvidenceType => row,
    );
  }
}

@Resolver(() => BadgeEvidenceType)
export class BadgeEvidenceResolver {
  @FieldResolver(() => User, { nullable: true, description: 'The other person, for what takes two.' })
  counterpart(@Root() evidence: BadgeEvidenceType): User | null {
    return evidence.counterpartId === null ? null : { id: evidence.counterpartId };
  }
}

@Resolver(() => GamificationProfile)
export class PlayerStandingResolver {
  @Directive('@authenticated')
  @FieldResolver(() => EarnedBadgeConnection, { nullable: true, description: 'The badges held, newest first.' })
  async badges(@Root() player: GamificationProfile, @Args(() => PageArgs) page: PageArgs, @Ctx() scope: Scope) {
    return readConnection(
      scope,
      { name: 'earnedBadges', filter: player.userId },
      page,
      (request) => earnedBadges(scope, player.userId, request),
      (award): EarnedBadgeType => award,
    );
  }

  @FieldResolver(() => Int, { description: 'floor(XP/100) + 3 x kudos received + 5 x ideas + 10 x verified skills.' })
  async reputation(@Root() player: GamificationProfile, @Ctx() scope: Scope): Promise<number> {
    const { xp, counts } = await scope.loader(standingLoader).load(player.userId);
    return reputationOf(xp, counts);
  }

  @FieldResolver(() => Int, { description: '5 x kudos given + 10 x ideas + 3 x poll votes.' })
  async communityScore(@Root() player: GamificationProfile, @Ctx() scope: Scope): Promise<number> {
    return communityScoreOf((await scope.loader(standingLoader).load(player.userId)).counts);
  }
}

@Resolver(() => BadgeEarnedType)
export class LiveBadgeResolver {
  @Directive('@authenticated')
  @Subscription(() => BadgeEarnedType, {
    nullable: true,
    description: 'Your own badges as they are earned: committed ones only, in order.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(badgeTopic(context.caller.userId ?? '')),
  })
  badgeEarned(@Root() event: DomainEvent<{ awardId: string; userId: string }>): BadgeEarnedType {
    const { awardId, userId } = event.body;
    return { id: awardId, awardedAt: new Date(event.occurredAt), user: { id: userId } };
  }

  @FieldResolver(() => BadgeType, { nullable: true, description: 'The badge.' })
  async badge(@Root() earned: BadgeEarnedType, @Ctx() scope: Scope): Promise<BadgeType | null> {
    const award = await scope.loader(awardLoader).load(earned.id);
    return award && (badgeOf(scope, award.badgeId) as Promise<BadgeType | null>);
  }
}
