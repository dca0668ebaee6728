import { newId } from '#kernel/id';
import { isRefusal, refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { writeAnnouncement, type AnnouncementText } from '../domain/announcement.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { announcementSent } from '../published/announcement.events.ts';
import { lockAccount } from '../storage/accounts.store.ts';
import { insertAnnouncement } from '../storage/announcements.store.ts';
import { grantsOf } from '../storage/grants.store.ts';
import { actingUser } from './acting-user.ts';
import { recordSecurity } from './record-security.ts';

/** What telling everybody something takes. */
export const ANNOUNCES = 'notification.send';

export interface AnnouncementMade {
  readonly announcementId: string;
}

/**
 * Tells everybody who is signed in, once per idempotency key, and writes down who did. The sender's account is locked and his grants are
 * those of now, also for an answer that is repeated: a token may still carry what was revoked a second ago.
 */
export async function sendAnnouncement(
  scope: Scope<UsersPorts>,
  input: AnnouncementText & { readonly idempotencyKey: string },
): Promise<AnnouncementMade | Refusal> {
  const stale = refuseStale(scope.caller, scope.ports.wall.now().getTime());
  if (stale) return stale;
  const actorId = actingUser(scope);
  const { idempotencyKey: key, title, body, severity } = input;
  const text = writeAnnouncement({ title, body, severity });
  if (isRefusal(text)) return text;
  return scope.transact(async (tx) => {
    const account = await lockAccount(tx.em, actorId);
    const { permissions } = await grantsOf(tx.sql, actorId, scope.clock.now());
    if (account?.status !== 'ACTIVE' || !permissions.includes(ANNOUNCES))
      return refusal('Forbidden', `This takes the permission ${ANNOUNCES}.`);
    const question = { actorId, key, operation: 'sendAnnouncement', body: { ...text } };
    return answerOnce<AnnouncementMade>(tx.sql, question, async () => {
      const announcementId = newId();
      const { occurredAt } = await tx.tell(announcementSent, announcementId, { announcementId, ...text });
      await insertAnnouncement(tx.sql, { id: announcementId, ...text, sentAt: new Date(occurredAt) }, actorId);
      await recordSecurity(scope, tx, 'announcement_sent', { userId: null, detail: { announcementId, severity } });
      return { announcementId };
    });
  });
}
