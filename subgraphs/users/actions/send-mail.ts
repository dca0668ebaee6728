import type { Scope } from '#chassis/mount/scope';
import { mailText } from '../domain/mail-text.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { accountById } from '../storage/accounts.store.ts';
import { LINK_PATHS, linkToken } from './issue-link.ts';
import type { QueuedMail } from './queue-mail.ts';

/** The job behind every mail: sent at least once, always under the same Message-ID. */
export async function sendMail(scope: Scope<UsersPorts>, payload: object): Promise<void> {
  const { mailId, template, accountId, to, linkId, ...fields } = payload as QueuedMail;
  const account = await accountById(scope.em, accountId);
  const receiver = to ?? account?.email;
  if (!receiver) return; // the account is gone: there is nobody to write to
  const { box, mailer, publicUrl } = scope.ports;
  const code = linkId && linkToken(box, linkId);
  const purpose = template === 'RESET_FORCED' ? 'RESET_PASSWORD' : template;
  const path = purpose in LINK_PATHS ? LINK_PATHS[purpose as keyof typeof LINK_PATHS] : undefined;
  const link = code && path ? `${publicUrl}/${path}?token=${code}` : undefined;
  await mailer.send({
    id: mailId,
    to: receiver,
    ...mailText(template, { ...fields, ...(code && { code }), ...(link && { link }) }),
  });
}
