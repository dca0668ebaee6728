import type { Sql } from '#chassis/storage/transact';
import { arrayLiteral } from './arrays.ts';

export interface Poll {
  readonly id: string;
  readonly authorId: string;
  readonly question: string;
  readonly createdAt: Date;
  readonly closesAt: Date;
}

/** An option with the votes for it; options are numbered from 1. */
export interface PollOption {
  readonly pollId: string;
  readonly position: number;
  readonly text: string;
  readonly votes: number;
}

type Row = Omit<Poll, 'createdAt' | 'closesAt'> & { createdAt: string; closesAt: string };

const COLUMNS = `select id, author_id as "authorId", question, created_at as "createdAt", closes_at as "closesAt"
  from poll where withdrawn_at is null`;

const pollOf = (row: Row): Poll => ({
  ...row,
  createdAt: new Date(row.createdAt),
  closesAt: new Date(row.closesAt),
});

/** Withdrawn ones count. */
export async function countPollsOf(sql: Sql, authorId: string, day: string): Promise<number> {
  const [row] = await sql<{ n: number }>('select count(*)::int as n from poll where author_id = ? and day = ?', [
    authorId,
    day,
  ]);
  return row!.n;
}

export async function insertPoll(sql: Sql, poll: Poll, options: readonly string[], day: string): Promise<void> {
  const { id, authorId, question, createdAt, closesAt } = poll;
  await sql('insert into poll (id, author_id, question, day, created_at, closes_at) values (?, ?, ?, ?, ?, ?)', [
    id,
    authorId,
    question,
    day,
    createdAt,
    closesAt,
  ]);
  await sql(
    `insert into poll_option (poll_id, position, text)
     select ?, position, text from unnest(?::text[]) with ordinality as given (text, position)`,
    [id, arrayLiteral(options)],
  );
}

export async function readPolls(sql: Sql, ids: readonly string[]): Promise<Poll[]> {
  return (await sql<Row>(`${COLUMNS} and id = any(?::uuid[])`, [arrayLiteral(ids)])).map(pollOf);
}

/** A poll that is not withdrawn until the transaction ends. */
export async function sharePoll(sql: Sql, id: string): Promise<Poll | null> {
  const [row] = await sql<Row>(`${COLUMNS} and id = ? for share`, [id]);
  return row ? pollOf(row) : null;
}

/** A poll of this author, locked: votes in it wait. */
export async function lockOwnPoll(sql: Sql, id: string, authorId: string): Promise<Poll | null> {
  const [row] = await sql<Row>(`${COLUMNS} and id = ? and author_id = ? for update`, [id, authorId]);
  return row ? pollOf(row) : null;
}

export async function countVotes(sql: Sql, pollId: string): Promise<number> {
  const [row] = await sql<{ n: number }>('select count(*)::int as n from poll_vote where poll_id = ?', [pollId]);
  return row!.n;
}

export async function endPoll(sql: Sql, id: string, at: Date): Promise<void> {
  await sql('update poll set withdrawn_at = ? where id = ?', [at, id]);
}

export async function readOptions(sql: Sql, pollIds: readonly string[]): Promise<PollOption[]> {
  return sql(
    `select o.poll_id as "pollId", o.position, o.text, count(v.voter_id)::int as votes
     from poll_option o left join poll_vote v on v.poll_id = o.poll_id and v.position = o.position
     where o.poll_id = any(?::uuid[]) group by o.poll_id, o.position, o.text order by o.poll_id, o.position`,
    [arrayLiteral(pollIds)],
  );
}

/** False when the person voted before. */
export async function insertVote(
  sql: Sql,
  vote: { pollId: string; voterId: string; position: number; at: Date },
): Promise<boolean> {
  const rows = await sql(
    'insert into poll_vote (poll_id, voter_id, position, voted_at) values (?, ?, ?, ?) on conflict do nothing returning poll_id',
    [vote.pollId, vote.voterId, vote.position, vote.at],
  );
  return rows.length > 0;
}

export async function readVotesOf(
  sql: Sql,
  voterId: string,
  pollIds: readonly string[],
): Promise<{ pollId: string; position: number }[]> {
  return sql('select poll_id as "pollId", position from poll_vote where voter_id = ? and poll_id = any(?::uuid[])', [
    voterId,
    arrayLiteral(pollIds),
  ]);
}

/** Newest first. */
export async function listPolls(sql: Sql, limit: number, beforeId: string | null): Promise<Poll[]> {
  const rows = await sql<Row>(`${COLUMNS} and (?::uuid is null or id < ?::uuid) order by id desc limit ?`, [
    beforeId,
    beforeId,
    limit,
  ]);
  return rows.map(pollOf);
}
