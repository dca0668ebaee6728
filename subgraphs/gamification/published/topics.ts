/** The live topic of one player's XP. */
export const xpTopic = (userId: string): string => `xp:${userId}`;
/** The live topic of one player's levels. */
export const levelTopic = (userId: string): string => `level:${userId}`;

/** Begins the live topic of every player's own rank. */
export const RANK_TOPICS = 'rank:';
export const rankTopic = (userId: string): string => `${RANK_TOPICS}${userId}`;

const TOP_RANKS = 100;
/** The live topic of moves at the top of the all-time board. */
export const TOP_TOPIC = 'top of the board';

/** One event, two topics: the player's own, and that of everybody who watches the first `TOP_RANKS`. */
export function topicsOfMove(move: { userId: string; rank: number; previousRank: number | null }): string[] {
  const best = Math.min(move.rank, move.previousRank ?? move.rank);
  return best <= TOP_RANKS ? [rankTopic(move.userId), TOP_TOPIC] : [rankTopic(move.userId)];
}
/** The live topic of one player's badges. */
export const badgeTopic = (userId: string): string => `badge:${userId}`;
