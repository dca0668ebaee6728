import type { Sql } from '#chassis/storage/transact';
import { AROUND } from '../domain/board.ts';
import type { BoardPosition, BoardRow } from './board-ranks.store.ts';

/** Friends: oneself and one's accepted connections. A venture: its active members. */
export type BoardGroup = { readonly friendsOf: string } | { readonly ventureId: string };

export type GroupRow = BoardRow & { readonly rank: number };
type Row = Omit<GroupRow, 'reachedAt'> & { reached: string | number };

/** A group is small, so its standing is counted among its members as it is read. */
function standing(group: BoardGroup, board: string): { text: string; params: unknown[] } {
  const [members, ...params] =
    'friendsOf' in group
      ? [
          'select friend_id from friendship where user_id = ? and not ended union select ?::uuid',
          group.friendsOf,
          group.friendsOf,
        ]
      : ['select user_id from venture_membership where venture_id = ?', group.ventureId];
  return {
    text: `standing as materialized (
      select s.user_id, s.score, s.reached_at, coalesce(p.is_public, true) as is_public, rank() over (order by -s.score)::int as rank,
             row_number() over (order by -s.score, s.reached_at, s.user_id)::int as place
      from board_score s left join board_privacy p using (user_id)
      where s.user_id in (${members}) and s.board = ? and s.counted)`,
    params: [...params, board],
  };
}

const ROW =
  'user_id as "userId", score, extract(epoch from reached_at) * 1000 as reached, is_public as "isPublic", rank';

/** `limit` consecutive rows of the board of a group. */
export async function readGroupStretch(
  sql: Sql,
  group: BoardGroup,
  board: string,
  limit: number,
  from: BoardPosition | null,
): Promise<GroupRow[]> {
  const { text, params } = standing(group, board);
  const after = from ? 'where (-score, reached_at) >= (?::int, ?::timestamptz)' : '';
  const rows = await sql<Row>(`with ${text} select ${ROW} from standing ${after} order by place offset ? limit ?`, [
    ...params,
    ...(from ? [-from.score, new Date(from.reachedAt)] : []),
    from?.skip ?? 0,
    limit,
  ]);
  return rows.map(rowOf);
}

/** A member with the members next above and below. */
export async function readGroupAround(sql: Sql, group: BoardGroup, board: string, userId: string): Promise<GroupRow[]> {
  const { text, params } = standing(group, board);
  const rows = await sql<Row>(
    `with ${text}, me as (select place from standing where user_id = ?)
     select ${ROW} from standing where place between (select place from me) - ? and (select place from me) + ? order by place`,
    [...params, userId, AROUND, AROUND],
  );
  return rows.map(rowOf);
}

export async function isVentureMember(sql: Sql, ventureId: string, userId: string): Promise<boolean> {
  const rows = await sql('select from venture_membership where venture_id = ? and user_id = ?', [ventureId, userId]);
  return rows.length > 0;
}

export async function addVentureMember(sql: Sql, ventureId: string, userId: string): Promise<void> {
  await sql('insert into venture_membership (venture_id, user_id) values (?, ?) on conflict do nothing', [
    ventureId,
    userId,
  ]);
}

export async function removeVentureMember(sql: Sql, ventureId: string, userId: string): Promise<void> {
  await sql('delete from venture_membership where venture_id = ? and user_id = ?', [ventureId, userId]);
}

/**
 * Both ways, so that either finds the other by its own id; always in one order, so that two words about a pair cannot deadlock. The later
 * word wins, at one instant the end.
 */
export async function keepFriendship(
  sql: Sql,
  one: string,
  other: string,
  word: { readonly changedAt: string; readonly ended: boolean },
): Promise<void> {
  const [low, high] = one < other ? [one, other] : [other, one];
  await sql(
    `insert into friendship (user_id, friend_id, changed_at, ended)
     select pair.*, ?::timestamptz, ?::boolean from (values (?::uuid, ?::uuid), (?::uuid, ?::uuid)) as pair
     on conflict (user_id, friend_id) do update set changed_at = excluded.changed_at, ended = excluded.ended
     where (excluded.changed_at, excluded.ended) > (friendship.changed_at, friendship.ended)`,
    [word.changedAt, word.ended, low, high, high, low],
  );
}

function rowOf({ userId, score, reached, isPublic, rank }: Row): GroupRow {
  return { userId, score, reachedAt: Math.round(Number(reached)), isPublic, rank };
}
