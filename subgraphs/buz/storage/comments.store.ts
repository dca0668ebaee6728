import type { Sql } from '#chassis/storage/transact';

export interface Comment {
  readonly id: string;
  readonly proposalId: string;
  readonly authorId: string;
  readonly text: string;
  readonly at: Date;
}

export async function insertComment(sql: Sql, { id, proposalId, authorId, text, at }: Comment): Promise<void> {
  await sql('insert into proposal_comment (id, proposal_id, author_id, text, at) values (?, ?, ?, ?, ?)', [
    ...[id, proposalId, authorId, text],
    at.toISOString(),
  ]);
}

/** Oldest first, one row more than asked for. */
export async function readComments(
  sql: Sql,
  proposalId: string,
  limit: number,
  after: string | null,
): Promise<Comment[]> {
  const rows = await sql<Omit<Comment, 'at'> & { at: string }>(
    `select id, proposal_id as "proposalId", author_id as "authorId", text, at::text as at from proposal_comment
     where proposal_id = ? and (?::uuid is null or id > ?::uuid) order by id limit ?`,
    [proposalId, after, after, limit + 1],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
