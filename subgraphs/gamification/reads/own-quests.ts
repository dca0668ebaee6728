import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { dayAt } from '../domain/local-day.ts';
import { unplayed, type PlayerQuest } from '../domain/player-quest.ts';
import type { Quest } from '../domain/quest.ts';
import { readClaimable, readPlayerQuests, readQuests } from '../storage/quests.store.ts';
import { readZoneAt } from '../storage/streaks.store.ts';

export interface QuestPlayed {
  readonly quest: Quest;
  readonly played: PlayerQuest;
}

const MOST_CLAIMABLE = 50;

/** What there is to do in the windows of today, begun or not, and what waits to be claimed from earlier ones (the oldest 50). */
export async function ownQuests(scope: Scope, userId: string): Promise<QuestPlayed[]> {
  const sql = sqlOf(scope.em);
  const now = scope.clock.now();
  const today = dayAt(now, await readZoneAt(sql, userId, now));
  const quests = await readQuests(sql);
  const current = quests
    .filter(({ openedAt, retiredAt }) => openedAt <= now && (retiredAt === null || retiredAt > now))
    .map((quest) => ({ quest, played: unplayed(quest, userId, today) }));
  const begun = await readPlayerQuests(
    sql,
    current.map(({ played }) => played.id),
  );
  const waiting = (await readClaimable(sql, userId, today, MOST_CLAIMABLE)).filter(
    ({ id }) => !current.some(({ played }) => played.id === id),
  );
  return [
    ...current.map(({ quest, played }) => ({ quest, played: begun.find(({ id }) => id === played.id) ?? played })),
    ...waiting.map((played) => ({ quest: quests.find(({ id }) => id === played.questId)!, played })),
  ];
}
