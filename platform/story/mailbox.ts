import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const WITHIN_MS = 20_000;

/**
 * Waits for the newest mail to `address` whose subject contains `about`, and returns the token of its link. The files are written
 * unencoded: an `=` is an `=`, whatever follows it.
 */
export async function mailedToken(folder: string, address: string, about: string): Promise<string> {
  const deadline = performance.now() + WITHIN_MS;
  while (performance.now() < deadline) {
    for (const name of (await readdir(folder).catch(() => []))
      .filter((file) => file.endsWith('.eml'))
      .sort()
      .reverse()) {
      const mail = await readFile(join(folder, name), 'utf8');
      const token = /[?&#]token=([\w.~-]+)/.exec(mail)?.[1];
      if (token && mail.includes(address) && mail.includes(about)) return token;
    }
    await pause(50);
  }
  throw new Error(`no mail about "${about}" to ${address} in ${folder} within ${WITHIN_MS / 1000} s`);
}
