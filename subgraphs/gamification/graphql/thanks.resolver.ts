import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isId } from '#kernel/id';
import type { Refusal } from '#kernel/refusal';
import { PageArgs, readConnection } from '#chassis/graphql/connection';
import { IdempotencyKeyReused, NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { giveKudos, withdrawKudos } from '../actions/give-kudos.ts';
import { postIdea, withdrawIdea } from '../actions/post-idea.ts';
import { ideaLoader, ideasOf, kudosLoader, kudosOf } from '../reads/social-lists.ts';
import { GameLimitReached, GameTextInvalid, KudosToSelf } from './game.refusals.ts';
import { GamificationProfile, User } from './player.type.ts';
import {
  GiveKudosInput,
  IdeaConnection,
  IdeaPosted,
  IdeaType,
  IdeaWithdrawn,
  KudosConnection,
  KudosGiven,
  KudosType,
  KudosWithdrawn,
  PostIdeaInput,
  WithdrawIdeaInput,
  WithdrawKudosInput,
} from './social.type.ts';

const GiveKudosResult = resultUnion('GiveKudosResult', [
  KudosGiven,
  NotFound,
  KudosToSelf,
  GameTextInvalid,
  GameLimitReached,
  IdempotencyKeyReused,
]);
const WithdrawKudosResult = resultUnion('WithdrawKudosResult', [KudosWithdrawn, NotFound, IdempotencyKeyReused]);
const PostIdeaResult = resultUnion('PostIdeaResult', [
  IdeaPosted,
  GameTextInvalid,
  GameLimitReached,
  IdempotencyKeyReused,
]);
const WithdrawIdeaResult = resultUnion('WithdrawIdeaResult', [IdeaWithdrawn, NotFound, IdempotencyKeyReused]);

@Resolver(() => GamificationProfile)
export class PlayerKudosResolver {
  @Directive('@authenticated')
  @FieldResolver(() => KudosConnection, { nullable: true, description: 'Thanks received, newest first.' })
  async kudos(@Root() player: GamificationProfile, @Args(() => PageArgs) page: PageArgs, @Ctx() scope: Scope) {
    return readConnection(
      scope,
      { name: 'kudos', filter: player.userId },
      page,
      (request) => kudosOf(scope, { receiverId: player.userId }, request),
      (kudos): KudosType => kudos,
    );
  }
}

@Resolver(() => KudosType)
export class KudosResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who thanks.' })
  giver(@Root() kudos: KudosType): User {
    return { id: kudos.giverId };
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who is thanked.' })
  receiver(@Root() kudos: KudosType): User {
    return { id: kudos.receiverId };
  }

  @Directive('@authenticated')
  @Query(() => KudosConnection, { nullable: true, description: 'Thanks that one gave, newest first.' })
  async myKudosGiven(@Args(() => PageArgs) page: PageArgs, @Ctx() scope: Scope) {
    return readConnection(
      scope,
      { name: 'myKudosGiven' },
      page,
      (request) => kudosOf(scope, { giverId: scope.caller.userId ?? '' }, request),
      (kudos): KudosType => kudos,
    );
  }

  @Directive('@authenticated')
  @Mutation(() => GiveKudosResult, { nullable: true, description: 'Thanks somebody, connected or not.' })
  async giveKudos(
    @Arg('input', { description: 'Whom, and for what.' }) input: GiveKudosInput,
    @Ctx() scope: Scope,
  ): Promise<KudosGiven | Refusal> {
    return giveKudos(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => WithdrawKudosResult, {
    nullable: true,
    description: "Takes one's own thanks back, with what both got for them.",
  })
  async withdrawKudos(
    @Arg('input', { description: 'Which.' }) input: WithdrawKudosInput,
    @Ctx() scope: Scope,
  ): Promise<KudosWithdrawn | Refusal> {
    return withdrawKudos(scope, input);
  }
}

@Resolver(() => IdeaType)
export class IdeaResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Whose idea it is.' })
  author(@Root() idea: IdeaType): User {
    return { id: idea.authorId };
  }

  @Directive('@authenticated')
  @Query(() => IdeaConnection, { nullable: true, description: 'Ideas, newest first.' })
  async ideas(
    @Arg('authorId', () => ID, { nullable: true, description: 'Only those of one person.' }) authorId: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() scope: Scope,
  ) {
    const by = authorId ?? null;
    return readConnection(
      scope,
      { name: 'ideas', filter: by },
      page,
      async (request) => (by !== null && !isId(by) ? { rows: [], hasNextPage: false } : ideasOf(scope, by, request)),
      (idea): IdeaType => idea,
    );
  }

  @Directive('@authenticated')
  @Mutation(() => PostIdeaResult, { nullable: true, description: 'Shares an idea with everybody.' })
  async postIdea(
    @Arg('input', { description: 'The idea.' }) input: PostIdeaInput,
    @Ctx() scope: Scope,
  ): Promise<IdeaPosted | Refusal> {
    return postIdea(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => WithdrawIdeaResult, {
    nullable: true,
    description: "Withdraws one's own idea, with what it earned.",
  })
  async withdrawIdea(
    @Arg('input', { description: 'Which.' }) input: WithdrawIdeaInput,
    @Ctx() scope: Scope,
  ): Promise<IdeaWithdrawn | Refusal> {
    return withdrawIdea(scope, input);
  }
}

@Resolver(() => KudosGiven)
export class KudosGivenResolver {
  @FieldResolver(() => KudosType, { nullable: true, description: 'The thanks; null when they are taken back.' })
  async kudos(@Root() given: KudosGiven, @Ctx() scope: Scope): Promise<KudosType | null> {
    return scope.loader(kudosLoader).load(given.kudosId);
  }
}

@Resolver(() => IdeaPosted)
export class IdeaPostedResolver {
  @FieldResolver(() => IdeaType, { nullable: true, description: 'The idea; null when it is withdrawn.' })
  async idea(@Root() posted: IdeaPosted, @Ctx() scope: Scope): Promise<IdeaType | null> {
    return scope.loader(ideaLoader).load(posted.ideaId);
  }
}
