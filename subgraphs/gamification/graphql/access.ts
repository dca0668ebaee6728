import type { AccessTable } from '#chassis/graphql/access';
import type { Scope } from '#chassis/mount/scope';
import { maySeeHistory } from '../domain/policy.ts';
import { boardQueries, boardsAccess } from './boards.access.ts';

/** The second layer: a rule for every field. */
export const gamificationAccess: AccessTable = {
  Query: { levels: 'open', ...boardQueries },
  Mutation: { setBoardPrivacy: 'signedIn' },
  Subscription: { xpAwarded: 'signedIn', levelUp: 'signedIn', leaderboardMoved: 'signedIn' },
  ...boardsAccess,
  User: { id: 'open', gamification: 'signedIn' },
  GamificationProfile: {
    userId: 'open',
    xp: 'open',
    joinedAt: 'open',
    level: 'open',
    nextLevel: 'open',
    progressPercent: 'open',
    rank: 'open',
    user: 'open',
    xpHistory: {
      why: "the history of XP is its owner's",
      allows: (player: { userId: string }, _args: Record<string, unknown>, scope: Scope) =>
        maySeeHistory(scope.caller, player),
    },
  },
  Level: { name: 'open', xpFrom: 'open', multiplierBp: 'open' },
  XpEntry: {
    id: 'open',
    sequence: 'open',
    activity: 'open',
    amount: 'open',
    base: 'open',
    multiplierBp: 'open',
    streakBp: 'open',
    diminishingBp: 'open',
    ruleVersion: 'open',
    reason: 'open',
    compensatesId: 'open',
    xpAfter: 'open',
    awardedAt: 'open',
  },
  XpEntryEdge: { cursor: 'open', node: 'open' },
  XpEntryConnection: { edges: 'open', pageInfo: 'open' },
  XpAwarded: {
    id: 'open',
    activity: 'open',
    amount: 'open',
    xp: 'open',
    level: 'open',
    awardedAt: 'open',
    user: 'open',
  },
  LevelUp: { id: 'open', level: 'open', xp: 'open', user: 'open' },
  PageInfo: { hasNextPage: 'open', hasPreviousPage: 'open', startCursor: 'open', endCursor: 'open' },
};
