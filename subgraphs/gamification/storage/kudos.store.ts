import type { Sql } from '#chassis/storage/transact';
import { arrayLiteral } from './arrays.ts';

/** Thanks from one person to another. */
export interface Kudos {
  readonly id: string;
  readonly giverId: string;
  readonly receiverId: string;
  readonly text: string;
  readonly givenAt: Date;
}

type Row = Omit<Kudos, 'givenAt'> & { givenAt: string };

const COLUMNS =
  'select id, giver_id as "giverId", receiver_id as "receiverId", text, given_at as "givenAt" from kudos where withdrawn_at is null';

const kudosOf = (row: Row): Kudos => ({ ...row, givenAt: new Date(row.givenAt) });

/** Locks these players in the order of their ids, and answers which of them there are. */
export async function lockPlayers(sql: Sql, userIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ userId: string }>(
    'select user_id as "userId" from player where user_id = any(?::uuid[]) order by user_id for update',
    [arrayLiteral(userIds)],
  );
  return rows.map(({ userId }) => userId);
}

/** How often somebody gave thanks on a business day, to anybody and to one receiver; those taken back count. */
export async function countKudosOf(
  sql: Sql,
  giverId: string,
  receiverId: string,
  day: string,
): Promise<{ all: number; toOne: number }> {
  const [row] = await sql<{ all: number; toOne: number }>(
    `select count(*)::int as all, count(*) filter (where receiver_id = ?)::int as "toOne" from kudos where giver_id = ? and day = ?`,
    [receiverId, giverId, day],
  );
  return row!;
}

export async function insertKudos(sql: Sql, kudos: Kudos, day: string): Promise<void> {
  const { id, giverId, receiverId, text, givenAt } = kudos;
  await sql('insert into kudos (id, giver_id, receiver_id, text, day, given_at) values (?, ?, ?, ?, ?, ?)', [
    id,
    giverId,
    receiverId,
    text,
    day,
    givenAt,
  ]);
}

export async function readKudos(sql: Sql, ids: readonly string[]): Promise<Kudos[]> {
  return (await sql<Row>(`${COLUMNS} and id = any(?::uuid[])`, [arrayLiteral(ids)])).map(kudosOf);
}

/** False when it was withdrawn before. */
export async function endKudos(sql: Sql, id: string, at: Date): Promise<boolean> {
  const rows = await sql('update kudos set withdrawn_at = ? where id = ? and withdrawn_at is null returning id', [
    at,
    id,
  ]);
  return rows.length > 0;
}

/** Newest first. */
export async function listKudos(
  sql: Sql,
  whose: { receiverId: string } | { giverId: string },
  limit: number,
  beforeId: string | null,
): Promise<Kudos[]> {
  const [column, userId] = 'giverId' in whose ? ['giver_id', whose.giverId] : ['receiver_id', whose.receiverId];
  const rows = await sql<Row>(
    `${COLUMNS} and ${column} = ? and (?::uuid is null or id < ?::uuid) order by id desc limit ?`,
    [userId, beforeId, beforeId, limit],
  );
  return rows.map(kudosOf);
}
