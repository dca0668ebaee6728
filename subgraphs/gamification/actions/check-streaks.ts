import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { derivedId } from '../domain/fact.ts';
import { STREAK_CHECKED } from '../domain/streak-facts.ts';
import { readDuePlayers } from '../storage/streaks.store.ts';
import { hearFact } from './hear-fact.ts';

const SET = 200;

/**
 * Looks at every streak of which a day is over: a pause or a freeze covers it, or it breaks. What it finds is a fact with the key (player, due
 * moment), so replicas that look at once find it once; each player once a tick.
 */
export async function checkStreaks(scope: Scope): Promise<void> {
  const now = scope.clock.now();
  for (let after: string | null = null; ;) {
    const due: { userId: string; dueAt: Date }[] = await readDuePlayers(sqlOf(scope.em), now, after, SET);
    for (const { userId, dueAt } of due) {
      const sourceEventId = derivedId('streak check', userId, dueAt.toISOString());
      await hearFact(scope, { userId, kind: STREAK_CHECKED, sourceEventId, happenedAt: now });
    }
    if (due.length < SET) return;
    after = due.at(-1)!.userId;
  }
}

/** Days end at every minute of the hour somewhere. */
export const streakJobs = [{ task: 'check-streaks', cron: '* * * * *', run: checkStreaks }];
