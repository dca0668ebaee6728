import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { BodyOf, DomainEvent } from '#kernel/event';
import type { Refusal } from '#kernel/refusal';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import { Forbidden, IdempotencyKeyReused, StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { sendAnnouncement } from '../actions/send-announcement.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { ANNOUNCEMENT_TOPIC, type announcementSent } from '../published/announcement.events.ts';
import { announcement, announcements } from '../reads/announcements.ts';
import {
  AnnouncementConnection,
  AnnouncementSent,
  AnnouncementType,
  SendAnnouncementInput,
} from './announcement.type.ts';
import { AnnouncementInvalid } from './people.refusal.ts';

const SendAnnouncementResult = resultUnion('SendAnnouncementResult', [
  AnnouncementSent,
  AnnouncementInvalid,
  Forbidden,
  StepUpRequired,
  IdempotencyKeyReused,
]);

@Resolver()
export class AnnouncementResolver {
  @Directive('@authenticated')
  @Directive('@cacheControl(maxAge: 60)')
  @Query(() => AnnouncementConnection, {
    nullable: true,
    description: 'What was announced, newest first: for whoever was away when it was told.',
  })
  async announcements(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<AnnouncementType>> {
    return readConnection(
      scope,
      { name: 'announcements' },
      page,
      (request) => announcements(scope, request),
      (sent): AnnouncementType => sent,
    );
  }

  @Directive('@requiresScopes(scopes: [["notification.send"]])')
  @Mutation(() => SendAnnouncementResult, {
    nullable: true,
    description: 'Tells everybody who is signed in. It cannot be taken back. Needs a fresh authentication.',
  })
  async sendAnnouncement(
    @Arg('input', { description: 'What.' }) input: SendAnnouncementInput,
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<AnnouncementSent | Refusal> {
    return sendAnnouncement(scope, input);
  }
}

@Resolver(() => AnnouncementSent)
export class AnnouncementSentResolver {
  @FieldResolver(() => AnnouncementType, { nullable: true, description: 'It, as everybody reads it.' })
  async announcement(@Root() sent: AnnouncementSent, @Ctx() scope: Scope): Promise<AnnouncementType | null> {
    return announcement(scope, sent.announcementId);
  }
}

@Resolver()
export class LiveAnnouncementResolver {
  /** Marked, and made of the event alone: one upstream and one result serve everybody who follows it. */
  @Directive('@authenticated')
  @Directive('@tag(name: "viewer-independent")')
  @Subscription(() => AnnouncementType, {
    nullable: true,
    description: 'What administrators tell everybody, as they send it.',
    subscribe: ({ context }: { context: Scope }) => context.live.follow(ANNOUNCEMENT_TOPIC),
  })
  announcement(@Root() event: DomainEvent<BodyOf<typeof announcementSent>>): AnnouncementType {
    const { announcementId: id, title, body, severity } = event.body;
    return { id, title, body, severity, sentAt: new Date(event.occurredAt) };
  }
}
