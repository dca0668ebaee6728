import { newId, type Id } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Account } from '../domain/account.ts';
import type { MailTemplate } from '../domain/mail-text.ts';
import { tokenHash } from '../domain/opaque-token.ts';
import type { SecretBox } from '../outside/secret-box.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { insertLink, type LinkPurpose } from '../storage/links.store.ts';
import { queueMail } from './queue-mail.ts';

/** Where a link leads, below the public address. */
export const LINK_PATHS: Readonly<Record<LinkPurpose, string>> = {
  VERIFY_EMAIL: 'verify-email',
  RESET_PASSWORD: 'reset-password',
  CHANGE_EMAIL_OLD: 'confirm-email-change',
  CHANGE_EMAIL_NEW: 'confirm-email-change',
};

/** The secret of a link follows from its id and our key, so that neither a row nor a job holds it. */
export function linkToken(box: SecretBox, linkId: Id): string {
  return box.derive('one-time-link', linkId);
}

/** Makes a link that is bound to the account as it is now, and queues the mail that carries it. */
export async function issueLink(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  account: Pick<Account, 'id' | 'securityVersion'>,
  link: { purpose: LinkPurpose; template: MailTemplate; lifeMinutes: number; to?: string; newEmail?: string },
): Promise<void> {
  const { box, wall } = scope.ports;
  const id = newId();
  const now = wall.now();
  await insertLink(tx.sql, {
    id,
    hash: tokenHash(linkToken(box, id)),
    accountId: account.id,
    purpose: link.purpose,
    securityVersion: account.securityVersion,
    now,
    expiresAt: new Date(now.getTime() + link.lifeMinutes * 60_000),
    ...(link.newEmail !== undefined && { newEmail: link.newEmail }),
  });
  await queueMail(tx, {
    template: link.template,
    accountId: account.id,
    linkId: id,
    ...(link.to !== undefined && { to: link.to }),
    ...(link.newEmail !== undefined && { email: link.newEmail }),
  });
}

export async function issueVerification(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  account: Pick<Account, 'id' | 'securityVersion'>,
): Promise<void> {
  const lifeMinutes = scope.ports.rules.verifyLinkHours * 60;
  await issueLink(scope, tx, account, { purpose: 'VERIFY_EMAIL', template: 'VERIFY_EMAIL', lifeMinutes });
}
