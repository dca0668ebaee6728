import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { closeExpired } from '../storage/roles.store.ts';
import { refreshAccess } from './change-access.ts';
import { recordSecurity } from './record-security.ts';

const AT_ONCE = 50;

/** Closes holdings that have run out, so that open sessions lose the role too; answers how many. Run by a schedule, each minute. */
export async function expireRoles(scope: Scope<UsersPorts>): Promise<number> {
  let closed = 0;
  for (;;) {
    const batch = await scope.transact(async (tx) => {
      const expired = await closeExpired(tx.sql, scope.clock.now(), AT_ONCE);
      for (const userId of [...new Set(expired.map((holding) => holding.userId))].sort())
        await refreshAccess(tx, { accountId: userId }, 'role_expired');
      for (const { userId, role } of expired)
        await recordSecurity(scope, tx, 'role_revoked', { userId, detail: { role, reason: 'expired' } });
      return expired.length;
    });
    closed += batch;
    if (batch < AT_ONCE) return closed;
  }
}
