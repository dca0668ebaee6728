import type { Sql } from '#chassis/storage/transact';
import { arrayLiteral } from './arrays.ts';

export interface Idea {
  readonly id: string;
  readonly authorId: string;
  readonly title: string;
  readonly text: string;
  readonly postedAt: Date;
}

type Row = Omit<Idea, 'postedAt'> & { postedAt: string };

const COLUMNS =
  'select id, author_id as "authorId", title, text, posted_at as "postedAt" from idea where withdrawn_at is null';

const ideaOf = (row: Row): Idea => ({ ...row, postedAt: new Date(row.postedAt) });

/** Withdrawn ones count. */
export async function countIdeasOf(sql: Sql, authorId: string, day: string): Promise<number> {
  const [row] = await sql<{ n: number }>('select count(*)::int as n from idea where author_id = ? and day = ?', [
    authorId,
    day,
  ]);
  return row!.n;
}

export async function insertIdea(sql: Sql, idea: Idea, day: string): Promise<void> {
  await sql('insert into idea (id, author_id, title, text, day, posted_at) values (?, ?, ?, ?, ?, ?)', [
    idea.id,
    idea.authorId,
    idea.title,
    idea.text,
    day,
    idea.postedAt,
  ]);
}

export async function readIdeas(sql: Sql, ids: readonly string[]): Promise<Idea[]> {
  return (await sql<Row>(`${COLUMNS} and id = any(?::uuid[])`, [arrayLiteral(ids)])).map(ideaOf);
}

/** False when there is none of this author, or when it was withdrawn before. */
export async function endIdea(sql: Sql, id: string, authorId: string, at: Date): Promise<boolean> {
  const rows = await sql(
    'update idea set withdrawn_at = ? where id = ? and author_id = ? and withdrawn_at is null returning id',
    [at, id, authorId],
  );
  return rows.length > 0;
}

/** Newest first; of one author or of everybody. */
export async function listIdeas(
  sql: Sql,
  authorId: string | null,
  limit: number,
  beforeId: string | null,
): Promise<Idea[]> {
  const rows = await sql<Row>(
    `${COLUMNS} and (?::uuid is null or author_id = ?::uuid) and (?::uuid is null or id < ?::uuid) order by id desc limit ?`,
    [authorId, authorId, beforeId, beforeId, limit],
  );
  return rows.map(ideaOf);
}
