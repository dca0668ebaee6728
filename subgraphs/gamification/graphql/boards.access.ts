import type { AccessTable } from '#chassis/graphql/access';

/** Boards are for the signed-in; who is named on a row is decided by the read that makes it (reads/leaderboard.ts). */
export const boardQueries = {
  leaderboard: 'signedIn',
  rankAroundMe: 'signedIn',
  myLeague: 'signedIn',
  leagueHistory: 'signedIn',
} as const;

export const boardsAccess: AccessTable = {
  BoardRow: { rank: 'open', xp: 'open', isMe: 'open', user: 'open' },
  BoardRowEdge: { cursor: 'open', node: 'open' },
  BoardRowConnection: { edges: 'open', pageInfo: 'open' },
  BoardPrivacySet: { isPublic: 'open', profile: 'open' },
  LeaderboardMoved: { id: 'open', rank: 'open', previousRank: 'open', xp: 'open', isMe: 'open', user: 'open' },
  League: {
    week: 'open',
    tier: 'open',
    endsAt: 'open',
    isSeated: 'open',
    promotes: 'open',
    demotes: 'open',
    standings: 'open',
  },
  LeagueWeek: { week: 'open', tier: 'open', score: 'open', place: 'open', outcome: 'open' },
  LeagueWeekEdge: { cursor: 'open', node: 'open' },
  LeagueWeekConnection: { edges: 'open', pageInfo: 'open' },
};
