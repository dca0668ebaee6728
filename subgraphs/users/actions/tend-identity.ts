import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { forgetOldTries } from '../storage/attempts.store.ts';
import { securityLogHead } from '../storage/security-log.store.ts';
import { forgetDeadSessions } from '../storage/sessions.store.ts';
import { resealSecrets } from './reseal-secrets.ts';
import { rotateIfDue } from './rotate-signing-keys.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The hourly schedule: publishes the next signing key in time, seals anew what an older key sealed, forgets what is dead, and writes the head of the security log into the
 * process log. That anchor lies outside the database: cutting off the end of the log, or rewriting all of it, shows against it.
 */
export async function tendIdentity(scope: Scope<UsersPorts>): Promise<void> {
  const now = scope.ports.wall.now().getTime();
  await scope.transact((tx) => rotateIfDue(scope, tx));
  const resealed = await resealSecrets(scope);
  if (resealed > 0) scope.log.info({ resealed }, 'secrets are sealed under the new key-encryption key');
  const head = await scope.transact(async (tx) => {
    await forgetOldTries(tx.sql, new Date(now - HOUR));
    await forgetDeadSessions(tx.sql, new Date(now - 30 * DAY));
    return securityLogHead(tx.sql);
  });
  scope.log.info({ n: head.n, hash: head.hash.toString('hex') }, 'security log anchor');
}
