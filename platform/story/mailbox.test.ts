import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { folderMailer } from '#subgraphs/users/outside/mailer';
import { mailedToken } from './mailbox.ts';

test('every token that a mail can carry is read as it was written, also one that looks like an escape', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  try {
    const mailer = folderMailer(folder, 'Product <no-reply@localhost>');
    const tokens = ['F2Gyjl29QPIsNvBE1h7q', '5CxZJUC0jR_BPu31jgTQ', '3D-20', '~.x-_y'];
    for (const [index, token] of tokens.entries()) {
      const [to, subject] = [`reader-${index}@box.test`, 'Confirm your address'];
      await mailer.send({
        id: `mail-${index}`,
        to,
        subject,
        text: `Open\n\nhttp://localhost/verify-email?token=${token}\n`,
      });
      expect(await mailedToken(folder, to, subject)).toBe(token);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
