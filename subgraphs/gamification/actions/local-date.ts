import type { Sql } from '#chassis/storage/transact';
import type { Fact } from '../domain/fact.ts';

/** The day of the player on which a fact happened; UTC as long as players have no zone. */
export async function localDateOf(_sql: Sql, fact: Fact): Promise<string> {
  return fact.happenedAt.toISOString().slice(0, 10);
}
