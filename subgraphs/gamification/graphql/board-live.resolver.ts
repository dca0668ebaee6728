import { Arg, Ctx, Directive, Resolver, Root, Subscription } from 'type-graphql';
import type { BodyOf, DomainEvent } from '#kernel/event';
import type { Scope } from '#chassis/mount/scope';
import type { boardMoved } from '../published/gamification.events.ts';
import { rankTopic, TOP_TOPIC } from '../published/topics.ts';
import { BoardChannelEnum, LeaderboardMoved } from './board.type.ts';

interface Following {
  readonly args: { channel: BoardChannelEnum };
  readonly context: Scope;
}

@Resolver()
export class LiveBoardResolver {
  @Directive('@authenticated')
  @Subscription(() => LeaderboardMoved, {
    nullable: true,
    description:
      'Ranks on the all-time board as they change, at most once per second and player; the last change always comes.',
    subscribe: ({ args, context }: Following) =>
      context.live.follow(args.channel === BoardChannelEnum.TOP ? TOP_TOPIC : rankTopic(context.caller.userId ?? '')),
  })
  leaderboardMoved(
    @Arg('channel', () => BoardChannelEnum, {
      defaultValue: BoardChannelEnum.MINE,
      description: 'Whose moves.',
    })
    _channel: BoardChannelEnum,
    @Root() event: DomainEvent<BodyOf<typeof boardMoved>>,
    @Ctx() scope: Scope,
  ): LeaderboardMoved {
    const { userId, rank, previousRank, xp, isPublic } = event.body;
    const isMe = userId === scope.caller.userId;
    return { id: event.id, rank, previousRank, xp, isMe, user: isPublic || isMe ? { id: userId } : null };
  }
}
