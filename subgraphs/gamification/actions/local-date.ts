import type { Sql } from '#chassis/storage/transact';
import type { Fact } from '../domain/fact.ts';
import { dayAt } from '../domain/local-day.ts';
import { readZoneAt } from '../storage/streaks.store.ts';

/** The day of the player on which a fact happened, in the zone that was in force then; UTC until the player says otherwise. */
export async function localDateOf(sql: Sql, fact: Pick<Fact, 'userId' | 'happenedAt'>): Promise<string> {
  return dayAt(fact.happenedAt, await readZoneAt(sql, fact.userId, fact.happenedAt));
}
