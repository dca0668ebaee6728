import type { Sql } from '#chassis/storage/transact';
import { AROUND, EVERYBODY, type Board, type Counted } from '../domain/board.ts';
import { idArray } from './sql-array.ts';

/** A row of a board as storage has it. */
export interface BoardRow {
  readonly userId: string;
  readonly score: number;
  /** Epoch milliseconds of business time. */
  readonly reachedAt: number;
  readonly isPublic: boolean;
}

/** Where a page begins: at a score and instant, after so many rows that have both. Names nobody, so a cursor gives nobody away. */
export interface BoardPosition {
  readonly score: number;
  readonly reachedAt: number;
  readonly skip: number;
}

/** SQL, behind other conditions: only those whose board it is. */
const among = (cohort: number, name = ''): string => (cohort === EVERYBODY ? '' : `and ${name}cohort = ?`);
const cohortOnly = (cohort: number): number[] => (cohort === EVERYBODY ? [] : [cohort]);

const ROW = `s.user_id as "userId", s.score, extract(epoch from s.reached_at) * 1000 as reached, coalesce(p.is_public, true) as "isPublic"`;
const COUNTED = `(select board_above(h.board, h.cohort, h.score) from head h) as above,
  (select board_above(h.board, h.cohort, h.score - 1) from head h) as "atLeast"`;
/** The rows of `stretch`, and the counts of its first one. */
const COUNT_STRETCH = `, head as (select board, cohort, score from stretch order by -score, reached_at, user_id limit 1)
  select ${ROW}, ${COUNTED} from stretch s left join board_privacy p using (user_id)
  order by -s.score, s.reached_at, s.user_id`;

type Row = Omit<BoardRow, 'reachedAt'> & { reached: string | number } & Counted;

export interface Stretch {
  readonly rows: BoardRow[];
  readonly counted: Counted;
}

/** `limit` consecutive rows of a board from a position on, or from the top. */
export async function readStretch(
  sql: Sql,
  { key, cohort }: Board,
  limit: number,
  from: BoardPosition | null,
): Promise<Stretch> {
  const after = from ? 'and (-score, reached_at) >= (?::int, ?::timestamptz)' : '';
  const place = from ? [-from.score, new Date(from.reachedAt)] : [];
  const rows = await sql<Row>(
    `with stretch as materialized (
       select user_id, board, ?::smallint as cohort, score, reached_at from board_score
       where board = ? ${among(cohort)} and counted ${after}
       order by -score, reached_at, user_id offset ? limit ?
     ) ${COUNT_STRETCH}`,
    [cohort, key, ...cohortOnly(cohort), ...place, from?.skip ?? 0, limit],
  );
  return stretchOf(rows);
}

/** A player with the rows next above and below; empty when the player is not on the board. */
export async function readAround(sql: Sql, { key, cohort }: Board, userId: string): Promise<Stretch> {
  const next = (direction: string, order: string, limit: number): string =>
    `(select s.user_id, s.board, me.cohort, s.score, s.reached_at from me, lateral (
        select * from board_score o where o.board = me.board ${cohort === EVERYBODY ? '' : 'and o.cohort = me.cohort'} and o.counted
          and (-o.score, o.reached_at, o.user_id) ${direction} (-me.score, me.reached_at, me.user_id)
        order by -o.score ${order}, o.reached_at ${order}, o.user_id ${order} limit ${limit}) s)`;
  const rows = await sql<Row>(
    `with me as materialized (select user_id, board, ?::smallint as cohort, score, reached_at from board_score
       where user_id = ? and board = ? ${among(cohort)} and counted),
     stretch as materialized (${next('<', 'desc', AROUND)} union all ${next('>=', 'asc', AROUND + 1)}) ${COUNT_STRETCH}`,
    [cohort, userId, key, ...cohortOnly(cohort)],
  );
  return stretchOf(rows);
}

/** The exact rank of each of some players who are on the board: 1 + number strictly above. */
export async function readRanks(
  sql: Sql,
  { key, cohort }: Board,
  userIds: readonly string[],
): Promise<{ userId: string; rank: number; score: number }[]> {
  return sql(
    `select s.user_id as "userId", s.score, 1 + board_above(s.board, ?::smallint, s.score) as rank
     from board_score s where s.user_id = any(?::uuid[]) and s.board = ? ${among(cohort, 's.')} and s.counted`,
    [cohort, idArray(userIds), key, ...cohortOnly(cohort)],
  );
}

function stretchOf(rows: readonly Row[]): Stretch {
  return {
    rows: rows.map(({ userId, score, reached, isPublic }) => ({
      userId,
      score,
      reachedAt: Math.round(Number(reached)),
      isPublic,
    })),
    counted: { above: rows[0]?.above ?? 0, atLeast: rows[0]?.atLeast ?? 0 },
  };
}
