import type { Sql } from '#chassis/storage/transact';
import { derivedId, type Fact } from '../domain/fact.ts';

const COLUMNS = `f.id, f.user_id as "userId", f.kind, f.source_event_id as "sourceEventId", f.counterpart_id as "counterpartId",
  f.subject_id as "subjectId", f.detail, f.happened_at as "happenedAt", f.derived, f.takes_back_id as "takesBackId"`;
const STANDING = 'f.takes_back_id is null and not exists (select from game_fact b where b.takes_back_id = f.id)';

/** Adds a fact to the log; false when it is there already. */
export async function insertFact(sql: Sql, fact: Fact, heardAt: Date): Promise<boolean> {
  const added = await sql(
    `insert into game_fact (id, user_id, kind, source_event_id, counterpart_id, subject_id, detail, happened_at, heard_at, derived, takes_back_id)
     values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?) on conflict do nothing returning id`,
    [
      fact.id,
      fact.userId,
      fact.kind,
      fact.sourceEventId,
      fact.counterpartId,
      fact.subjectId,
      fact.detail && JSON.stringify(fact.detail),
      fact.happenedAt,
      heardAt,
      fact.derived,
      fact.takesBackId,
    ],
  );
  return added.length > 0;
}

export async function readFact(sql: Sql, id: string): Promise<Fact | null> {
  const [fact] = await sql<Fact>(`select ${COLUMNS} from game_fact f where f.id = ?`, [id]);
  return fact ? factOf(fact) : null;
}

export async function readFactsById(sql: Sql, ids: readonly string[]): Promise<Fact[]> {
  const facts = await sql<Fact>(
    `select ${COLUMNS} from game_fact f where f.id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify(ids)],
  );
  return facts.map(factOf);
}

/** Which of these facts were taken back. */
export async function readTakenBack(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }>(
    `select takes_back_id as id from game_fact where takes_back_id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify(ids)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** A fact by what makes it unique; null also when it was taken back. */
export async function findStandingFact(
  sql: Sql,
  unique: Pick<Fact, 'userId' | 'kind' | 'sourceEventId'>,
): Promise<Fact | null> {
  const [fact] = await sql<Fact>(
    `select ${COLUMNS} from game_fact f where f.user_id = ? and f.kind = ? and f.source_event_id = ? and ${STANDING}`,
    [unique.userId, unique.kind, unique.sourceEventId],
  );
  return fact ? factOf(fact) : null;
}

/** What a player did of one kind and did not take back, oldest first; `subjectId` narrows it to what it is about. */
export async function standingFacts(sql: Sql, userId: string, kind: string, subjectId?: string): Promise<Fact[]> {
  const facts = await sql<Fact>(
    `select ${COLUMNS} from game_fact f where f.user_id = ? and f.kind = ? and ${STANDING}
       and (?::uuid is null or f.subject_id = ?::uuid) order by f.position`,
    [userId, kind, subjectId ?? null, subjectId ?? null],
  );
  return facts.map(factOf);
}

/** When the player last did something of one kind, or null. */
export async function latestFactAt(sql: Sql, userId: string, kind: string): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }>(
    'select max(happened_at) as at from game_fact where user_id = ? and kind = ?',
    [userId, kind],
  );
  return row?.at ? new Date(row.at) : null;
}

/** The facts that a replay begins with, in the order of the log: derived ones are made anew. */
export async function readRootFacts(
  sql: Sql,
  table: string,
  afterPosition: string,
  limit: number,
): Promise<(Fact & { readonly position: string; readonly heardAt: Date })[]> {
  const facts = await sql<Fact & { position: string; heardAt: Date }>(
    `select ${COLUMNS}, f.heard_at as "heardAt", f.position::text as position from ${table} f
     where not f.derived and f.position > ?::bigint order by f.position limit ?`,
    [afterPosition, limit],
  );
  return facts.map((fact) => ({ ...factOf(fact), heardAt: new Date(fact.heardAt), position: fact.position }));
}

/** Raw SQL hands instants over as the driver likes. */
function factOf(row: Fact): Fact {
  return { ...row, happenedAt: new Date(row.happenedAt) };
}

export const factIdOf = (fact: Pick<Fact, 'userId' | 'kind' | 'sourceEventId'>): string =>
  derivedId('fact', fact.userId, fact.kind, fact.sourceEventId);
