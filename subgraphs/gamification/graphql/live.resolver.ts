import { Directive, Resolver, Root, Subscription } from 'type-graphql';
import type { DomainEvent } from '#kernel/event';
import type { Scope } from '#chassis/mount/scope';
import { levelTopic, xpTopic } from '../published/topics.ts';
import { LevelUpType, XpAwardedType } from './player.type.ts';

interface XpAwardedBody {
  entryId: string;
  userId: string;
  activity: string;
  amount: number;
  xp: number;
  level: string;
}

@Resolver()
export class LiveXpResolver {
  @Directive('@authenticated')
  @Subscription(() => XpAwardedType, {
    nullable: true,
    description: 'Your own XP, as it arrives: committed awards only, in order.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(xpTopic(context.caller.userId ?? '')),
  })
  xpAwarded(@Root() event: DomainEvent<XpAwardedBody>): XpAwardedType {
    const { entryId, userId, activity, amount, xp, level } = event.body;
    return { id: entryId, activity, amount, xp, level, awardedAt: new Date(event.occurredAt), user: { id: userId } };
  }

  @Directive('@authenticated')
  @Subscription(() => LevelUpType, {
    nullable: true,
    description: 'Your own levels, as you reach them: each once for ever.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(levelTopic(context.caller.userId ?? '')),
  })
  levelUp(@Root() event: DomainEvent<{ userId: string; level: string; xp: number }>): LevelUpType {
    const { userId, level, xp } = event.body;
    return { id: event.id, level, xp, user: { id: userId } };
  }
}
