import type { Sql } from '#chassis/storage/transact';
import type { Fact } from '../domain/fact.ts';
import { arrayLiteral } from './arrays.ts';

const STANDS = 'takes_back_id is null and not exists (select from game_fact undo where undo.takes_back_id = fact.id)';

/** What a player did of these kinds and did not take back, in the order heard. */
export async function readFactsOfKinds(sql: Sql, userId: string, kinds: readonly string[]): Promise<Fact[]> {
  const rows = await sql<Fact & { happenedAt: string | Date }>(
    `select id, user_id as "userId", kind, source_event_id as "sourceEventId", counterpart_id as "counterpartId",
            subject_id as "subjectId", detail, happened_at as "happenedAt", derived, takes_back_id as "takesBackId"
     from game_fact fact where user_id = ? and kind = any(?::text[]) and ${STANDS} order by position`,
    [userId, arrayLiteral(kinds)],
  );
  return rows.map((row) => ({ ...row, happenedAt: new Date(row.happenedAt) }));
}

/** The ids of the first (or latest) facts of these kinds that stand, one per `distinct` subject or counterpart when that is asked for. */
export async function readEvidence(
  sql: Sql,
  userId: string,
  asked: { kinds: readonly string[]; distinct: 'SUBJECT' | 'COUNTERPART' | null; latest: boolean; most: number },
): Promise<string[]> {
  const member = { SUBJECT: 'subject_id', COUNTERPART: 'counterpart_id', '': 'id' }[asked.distinct ?? ''];
  const order = asked.latest ? 'position desc' : 'position';
  const rows = await sql<{ id: string }>(
    `select id from (
       select distinct on (${member}) id, position from game_fact fact
       where user_id = ? and kind = any(?::text[]) and ${member} is not null and ${STANDS}
       order by ${member}, ${order}) as one_each
     order by ${order} limit ?`,
    [userId, arrayLiteral(asked.kinds), asked.most],
  );
  return rows.map(({ id }) => id);
}
