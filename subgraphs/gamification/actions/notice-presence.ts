import type { Scope } from '#chassis/mount/scope';
import { derivedId } from '../domain/fact.ts';
import { dayOf } from '../domain/award.ts';
import { hearFacts } from './hear-fact.ts';
import { localDateOf } from './local-date.ts';

/**
 * Somebody is here with a session that was kept. It counts as the login of the day; the log keeps one such fact a day (of the calendar of caps
 * and of that of the player), not one an hour.
 */
export async function noticePresence(scope: Scope, userId: string, happenedAt: Date): Promise<void> {
  await scope.transact(async (tx) => {
    const localDate = await localDateOf(tx.sql, { userId, happenedAt });
    const sourceEventId = derivedId('present', userId, dayOf(happenedAt), localDate);
    await hearFacts(tx, scope.clock.now(), [{ userId, kind: 'DAILY_LOGIN', sourceEventId, happenedAt }]);
  });
}
