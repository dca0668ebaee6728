import { isId } from '#kernel/id';
import type { Page, PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { EVERYBODY, boardKey, cohortOf, ranked, type Board, type BoardPeriod } from '../domain/board.ts';
import {
  isVentureMember,
  readGroupAround,
  readGroupStretch,
  type BoardGroup,
  type GroupRow,
} from '../storage/board-groups.store.ts';
import { playerLoader } from './player.loader.ts';
import { readAround, readStretch, type BoardPosition } from '../storage/board-ranks.store.ts';

/** Whose board: everybody's, that of those who began to play when one did, one's friends', or that of a venture whose member one is. */
export interface BoardChoice {
  readonly board: 'EVERYBODY' | 'COHORT' | 'FRIENDS' | 'VENTURE';
  readonly ventureId: string | null;
  readonly period: BoardPeriod;
}

/** A row as the asker may see it. */
export interface Standing {
  readonly rank: number;
  readonly xp: number;
  readonly isMe: boolean;
  /** Null when the player opted out of being named, unless it is oneself. */
  readonly userId: string | null;
}

/** A board that the asker may read, and the group that is counted among its rows; null where all of them are. */
export interface OpenBoard extends Board {
  readonly group: BoardGroup | null;
}

/** Null for the board of a venture whose member one is not, as for that of one that does not exist; and for the cohort of who does not play. */
export async function openBoard(scope: Scope, { board, ventureId, period }: BoardChoice): Promise<OpenBoard | null> {
  const me = scope.caller.userId!;
  const now = scope.clock.now();
  const whole: Board = { key: boardKey(period, now), cohort: EVERYBODY };
  if (board === 'EVERYBODY') return { ...whole, group: null };
  if (board === 'COHORT') {
    const player = await scope.loader(playerLoader).load(me);
    return player && { ...whole, cohort: cohortOf(player.joinedAt), group: null };
  }
  if (board === 'FRIENDS') return { ...whole, group: { friendsOf: me } };
  if (ventureId === null || !isId(ventureId)) return null;
  return (await isVentureMember(sqlOf(scope.em), ventureId, me)) ? { ...whole, group: { ventureId } } : null;
}

/** A page of a board in its order. */
export async function leaderboard(
  scope: Scope,
  { group, ...board }: OpenBoard,
  request: PageRequest,
): Promise<Page<Standing>> {
  const sql = sqlOf(scope.em);
  const from = positionOf(request);
  const limit = request.first + 1;
  if (group) return pageOfStandings(scope, await readGroupStretch(sql, group, board.key, limit, from), request, from);
  const { rows, counted } = await readStretch(sql, board, limit, from);
  return pageOfStandings(scope, ranked(rows, counted), request, from);
}

/** Oneself with up to five rows above and five below; empty when one is not on the board. */
export async function rankAroundMe(scope: Scope, { group, ...board }: OpenBoard): Promise<Standing[]> {
  const sql = sqlOf(scope.em);
  const me = scope.caller.userId!;
  if (group) return (await readGroupAround(sql, group, board.key, me)).map((row) => seenBy(scope, row));
  const { rows, counted } = await readAround(sql, board, me);
  return ranked(rows, counted).map((row) => seenBy(scope, row));
}

function positionOf({ after }: PageRequest): BoardPosition | null {
  if (!after) return null;
  const [score, reachedAt, skip] = after.map(Number);
  return { score: score!, reachedAt: reachedAt!, skip: skip! };
}

/** The position of a row counts how many before it have the same score and instant, instead of naming it. */
function pageOfStandings(
  scope: Scope,
  found: readonly GroupRow[],
  { first }: PageRequest,
  from: BoardPosition | null,
): Page<Standing> {
  let [score, reachedAt, skip] = from ? [from.score, from.reachedAt, from.skip] : [NaN, NaN, 0];
  const rows = found.slice(0, first).map((row) => {
    skip = row.score === score && row.reachedAt === reachedAt ? skip + 1 : 1;
    [score, reachedAt] = [row.score, row.reachedAt];
    return { row: seenBy(scope, row), position: [score, reachedAt, skip] };
  });
  return { rows, hasNextPage: found.length > first };
}

function seenBy(scope: Scope, { userId, score, rank, isPublic }: GroupRow): Standing {
  const isMe = userId === scope.caller.userId;
  return { rank, xp: score, isMe, userId: isPublic || isMe ? userId : null };
}
