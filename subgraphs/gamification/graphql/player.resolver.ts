import { Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import type { Scope } from '#chassis/mount/scope';
import { levelAt, nextLevel, progressPercent } from '../domain/level.ts';
import { ladderLoader } from '../reads/player.loader.ts';
import { visiblePlayer } from '../reads/visible-player.ts';
import { xpHistory } from '../reads/xp-history.ts';
import { GamificationProfile, LevelType, User, XpEntryConnection, type XpEntryType } from './player.type.ts';

@Resolver(() => User)
export class PlayerOfUserResolver {
  @Directive('@authenticated')
  @FieldResolver(() => GamificationProfile, {
    nullable: true,
    description:
      'Their place in the game; null until the e-mail address is verified, and to others when they opted out of public boards.',
  })
  async gamification(@Root() user: User, @Ctx() scope: Scope): Promise<GamificationProfile | null> {
    return visiblePlayer(scope, user.id);
  }
}

@Resolver(() => GamificationProfile)
export class PlayerResolver {
  @FieldResolver(() => LevelType, { description: 'The level, a pure function of the XP.' })
  async level(@Root() player: GamificationProfile, @Ctx() scope: Scope): Promise<LevelType> {
    return levelAt(await scope.loader(ladderLoader).load('ladder'), player.xp);
  }

  @FieldResolver(() => LevelType, { nullable: true, description: 'The level after this one; null at the top.' })
  async nextLevel(@Root() player: GamificationProfile, @Ctx() scope: Scope): Promise<LevelType | null> {
    return nextLevel(await scope.loader(ladderLoader).load('ladder'), player.xp);
  }

  @FieldResolver(() => Int, { description: 'How far through the level, 0 to 100; 100 at the top.' })
  async progressPercent(@Root() player: GamificationProfile, @Ctx() scope: Scope): Promise<number> {
    return progressPercent(await scope.loader(ladderLoader).load('ladder'), player.xp);
  }

  @FieldResolver(() => User, { nullable: true, description: 'The person.' })
  user(@Root() player: GamificationProfile): User {
    return { id: player.userId };
  }

  @Directive('@authenticated')
  @FieldResolver(() => XpEntryConnection, {
    nullable: true,
    description: 'The XP ledger, newest first. Your own, unless you hold gamification.admin.',
  })
  async xpHistory(
    @Root() player: GamificationProfile,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<XpEntryType>> {
    return readConnection(
      scope,
      { name: 'xpHistory', filter: player.userId },
      page,
      (request) => xpHistory(scope, player.userId, request),
      (entry) => entry,
    );
  }
}

@Resolver()
export class LadderResolver {
  @Directive('@cacheControl(maxAge: 60)')
  @Query(() => [LevelType], { nullable: true, description: 'The XP ladder, lowest level first.' })
  async levels(@Ctx() scope: Scope): Promise<LevelType[]> {
    return [...(await scope.loader(ladderLoader).load('ladder'))];
  }
}

/** A user of whom only the id is known here: whether they play is asked by the field. */
export async function resolveUser(reference: { id: string }): Promise<User> {
  return { id: reference.id };
}

export async function resolvePlayer(reference: { userId: string }, scope: Scope): Promise<GamificationProfile | null> {
  return visiblePlayer(scope, reference.userId);
}
