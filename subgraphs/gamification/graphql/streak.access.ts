import type { AccessRule, AccessTable } from '#chassis/graphql/access';
import type { Scope } from '#chassis/mount/scope';
import { maySeeHistory } from '../domain/policy.ts';

const administers: AccessRule = { permission: 'gamification.admin' };
const owns: AccessRule = {
  why: 'when somebody was here is their own affair',
  allows: (player: { userId: string }, _args: Record<string, unknown>, scope: Scope) =>
    maySeeHistory(scope.caller, player),
};

function open<Field extends string>(...fields: Field[]): Record<Field, 'open'> {
  return Object.fromEntries(fields.map((field) => [field, 'open'])) as Record<Field, 'open'>;
}

const refused = open('code', 'message');

/** Streaks, rules, decisions about XP, and the review of what looks like farming. */
export const streakAccess: AccessTable = {
  Query: {
    whyDidMyStreakBreak: 'signedIn',
    myGameExport: 'signedIn',
    xpRules: 'signedIn',
    suspicions: administers,
  },
  Mutation: {
    setTimeZone: 'signedIn',
    planStreakPause: 'signedIn',
    repairStreak: 'signedIn',
    awardXp: administers,
    revokeXp: administers,
    reviseXpRule: administers,
    reviewSuspicion: administers,
  },
  GamificationProfile: { streaks: owns, playerDay: owns, streakFreezes: owns },
  Streak: open('kind', 'days', 'longest', 'startedOn', 'lastDay', 'safeUntil'),
  StreakFreezes: open('held', 'used', 'most'),
  PlayerDay: open('zone', 'dayStartHour', 'today'),
  StreakBreak: open('days', 'startedOn', 'lastDay', 'missed', 'zone', 'explanation'),
  StreakSteered: open('profile'),
  Forbidden: refused,
  TimeZoneUnknown: refused,
  StreakPauseInvalid: { ...refused, ...open('earliest', 'longestDays') },
  StreakPauseTooSoon: { ...refused, ...open('possibleFrom') },
  StreakNotRepairable: refused,
  XpRule: {
    ...open('activity', 'version', 'validFrom', 'xp', 'dailyCap', 'lifetimeCap', 'cooldownSeconds', 'diminishingBp'),
    ...open('oncePerSubject', 'oncePerCounterpart', 'fromLevel', 'reason'),
  },
  XpRuleRevised: open('rule'),
  XpRuleInvalid: { ...refused, ...open('earliest') },
  XpDecided: open('entryId', 'changedBy', 'profile'),
  Suspicion: open(
    'id',
    'signal',
    'user',
    'counterpart',
    'day',
    'facts',
    'thisHour',
    'received',
    'fromOther',
    'toOther',
    'raisedAt',
    'decision',
    'decidedBy',
    'decidedAt',
    'reason',
  ),
  SuspiciousFact: open('id', 'kind', 'user', 'happenedAt', 'takenBack'),
  SuspicionEdge: open('cursor', 'node'),
  SuspicionConnection: open('edges', 'pageInfo'),
  SuspicionReviewed: open('suspicion'),
  SuspicionDecided: refused,
  SuspicionFactsInvalid: { ...refused, ...open('strange') },
};
