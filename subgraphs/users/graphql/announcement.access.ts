import type { AccessTable } from '#chassis/graphql/access';
import { ANNOUNCES } from '../actions/send-announcement.ts';
import type { UsersPorts } from '../outside/ports.ts';

/** Everybody who is signed in reads what was announced; the stream is asked for in nobody's name and may not depend on more. */
export const announcementAccess: AccessTable<UsersPorts> = {
  Query: { announcements: 'signedIn' },
  Mutation: { sendAnnouncement: { permission: ANNOUNCES } },
  Subscription: { announcement: 'signedIn' },
  Announcement: { id: 'open', title: 'open', body: 'open', severity: 'open', sentAt: 'open' },
  AnnouncementConnection: { edges: 'open', pageInfo: 'open' },
  AnnouncementEdge: { cursor: 'open', node: 'open' },
  AnnouncementSent: { announcement: 'open' },
  IdempotencyKeyReused: { code: 'open', message: 'open', differs: 'open' },
  AnnouncementInvalid: { code: 'open', message: 'open', issues: 'open' },
};
