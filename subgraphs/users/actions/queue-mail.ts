import { newId, type Id } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { MailTemplate } from '../domain/mail-text.ts';
import { deviceName } from '../domain/session.ts';
import type { UsersPorts } from '../outside/ports.ts';

export const SEND_MAIL = 'send-mail';

/** A job's payload. It holds no secret: a link is named by its id and worked out again when the mail is sent. */
export interface QueuedMail {
  readonly mailId: Id;
  readonly template: MailTemplate;
  readonly accountId: Id;
  /** Another address than the account's own. */
  readonly to?: string;
  readonly linkId?: Id;
  readonly device?: string;
  readonly ip?: string;
  readonly email?: string;
}

/** Queues a mail in this transaction: it is sent after the commit or not at all. */
export async function queueMail(tx: Transaction, mail: Omit<QueuedMail, 'mailId'>): Promise<void> {
  const mailId = mail.linkId ?? newId();
  await tx.enqueue(SEND_MAIL, { ...mail, mailId }, { key: `mail:${mailId}`, maxAttempts: 12 });
}

/** Tells the owner of an account what was done to it, and from where. */
export async function queueNotice(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  template: MailTemplate,
  accountId: Id,
  to?: string,
): Promise<void> {
  const { ip, userAgent } = scope.caller;
  await queueMail(tx, { template, accountId, ip, device: deviceName(userAgent), ...(to !== undefined && { to }) });
}
