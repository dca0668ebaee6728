import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

export interface Mail {
  /** Stable for one mail however often its job is tried, so that a receiver can drop a second copy. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text: nothing to track, nothing to render. */
  readonly text: string;
}

/** Hands a mail over; it returns when the other side has taken responsibility. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** `smtp://user:password@host:587` or `smtps://`; the timeouts let the job fail and be tried again rather than hang. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    { url, pool: true, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as never,
    { from },
  );
  return {
    send: async (mail) => void (await transport.sendMail(message(mail, from) as never)),
    close: () => transport.close(),
  };
}

/**
 * Writes each mail to `<folder>/<id>.eml`, whole or not at all: a second try overwrites the same file. The text is not encoded, so that a
 * link can be copied out of an editor.
 */
export function folderMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    async send(mail) {
      const { message: bytes } = await transport.sendMail(message(mail, from));
      const [head] = (bytes as Buffer).toString('utf8').split(/\r?\n\r?\n/, 1);
      const plainHead = head!.replace(/^(Content-Transfer-Encoding:).*$/im, '$1 8bit');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${mail.id}.eml`);
      await writeFile(`${path}.part`, `${plainHead}\n\n${mail.text}`, { mode: 0o600 });
      await rename(`${path}.part`, path);
    },
    close: () => transport.close(),
  };
}

function message(mail: Mail, from: string) {
  const host = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: '', address: mail.to }, // an address object: text is never parsed as a list of addresses
    subject: mail.subject,
    text: mail.text,
    messageId: `<${mail.id}@${host}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
