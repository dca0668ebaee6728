import { z } from 'zod';
import type { EventContract } from '#kernel/event';

/** Everybody who is signed in follows the same one. */
export const ANNOUNCEMENT_TOPIC = 'announcement';

const body = z.object({
  announcementId: z.uuid(),
  title: z.string(),
  body: z.string(),
  severity: z.enum(['INFO', 'WARNING', 'CRITICAL']),
});

export const announcementSent: EventContract<z.infer<typeof body>> = {
  producer: 'users',
  type: 'announcement.sent',
  version: 1,
  aggregate: 'announcement',
  when: 'Fires when an administrator tells something to everybody who is signed in; once per announcement, which is never changed. `occurredAt` is when it was sent.',
  body,
};
