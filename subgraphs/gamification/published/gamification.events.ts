import { z } from 'zod';
import type { EventContract } from '#kernel/event';

/** Everything about one player keeps its order: the aggregate is the user id. */
function event<Body>(type: string, when: string, body: z.ZodType<Body>, aggregate = 'player'): EventContract<Body> {
  return { producer: 'gamification', aggregate, type, version: 1, when, body };
}

const userId = z.uuid();
/** Of being there, or of doing something of one's own. */
const streak = z.enum(['LOGIN', 'ACTIVITY']);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const xpAwarded = event(
  'xp.awarded',
  'An entry was added to the XP ledger; the amount is below zero when an award was taken back. The aggregate is the player (the user id).',
  z.object({ userId, entryId: z.uuid(), activity: z.string(), amount: z.int(), xp: z.int(), level: z.string() }),
);

export const levelUp = event(
  'level.up',
  'An award took the player into a level for the first time; once per level, also when one award jumps over several.',
  z.object({ userId, level: z.string(), xp: z.int() }),
);

export const xpMilestoneReached = event(
  'xp.milestone_reached',
  'The XP of a player reached 100, 500, 1,000 or 5,000 for the first time; once per milestone.',
  z.object({ userId, milestone: z.int() }),
);

export const badgeEarned = event(
  'badge.earned',
  'A player earned a badge; once per badge, unless it was taken back and earned anew.',
  z.object({
    userId,
    awardId: z.uuid(),
    badge: z.string(),
    rarity: z.enum(['COMMON', 'UNCOMMON', 'RARE', 'EPIC', 'LEGENDARY']),
  }),
);

export const badgeRevoked = event(
  'badge.revoked',
  'A badge was taken back, with a reason: its rule no longer holds after an undo, or an administrator decided it.',
  z.object({ userId, awardId: z.uuid(), badge: z.string(), because: z.string() }),
);

export const questCompleted = event(
  'quest.completed',
  'The last step of a quest was done within its window; its reward can be claimed.',
  z.object({ userId, playerQuestId: z.uuid(), quest: z.string(), kind: z.enum(['DAILY', 'WEEKLY', 'ONBOARDING']) }),
);

export const questClaimed = event(
  'quest.claimed',
  'A player claimed the reward of a completed quest; once per quest and window.',
  z.object({ userId, playerQuestId: z.uuid(), quest: z.string(), kind: z.enum(['DAILY', 'WEEKLY', 'ONBOARDING']) }),
);

export const goalAchieved = event(
  'goal.achieved',
  'A goal reached its target; once per goal.',
  z.object({ userId, goalId: z.uuid() }),
);

export const streakReached = event(
  'streak.reached',
  'A streak of 7, 30, 100 or 365 days was reached; once per streak and length.',
  z.object({ userId, streak, days: z.int(), startedOn: date }),
);

export const streakBroken = event(
  'streak.broken',
  'A streak of two days or more ended: a day passed without anything, and without a freeze, grace or pause that covers it; once per missed day.',
  z.object({ userId, streak, days: z.int(), startedOn: date, missedOn: date, zone: z.string() }),
);

export const kudosGiven = event(
  'kudos.given',
  'Somebody thanked somebody else; the aggregate is the giver.',
  z.object({ kudosId: z.uuid(), giverId: userId, receiverId: userId }),
);

/** An aggregate of its own (the user id again): ranks move all the time, and neighbours that follow players need not hear it. */
export const boardMoved = event(
  'board.moved',
  'The rank of a player on the all-time board is not what was told last, for players who watch it and for the moves of the first 100; at most once per second and player. Who opted out of public boards is not public.',
  z.object({
    userId,
    board: z.string(),
    rank: z.int(),
    previousRank: z.int().nullable(),
    xp: z.int(),
    isPublic: z.boolean(),
  }),
  'rank',
);

export const leagueClosed = event(
  'league.closed',
  'A week of a league was closed for the player, with the final place and what follows from it.',
  z.object({
    userId,
    week: date,
    tier: z.string(),
    place: z.int(),
    outcome: z.enum(['PROMOTED', 'STAYED', 'DEMOTED']),
  }),
);

export const gamificationEvents: readonly EventContract[] = [
  xpAwarded,
  levelUp,
  xpMilestoneReached,
  badgeEarned,
  badgeRevoked,
  questCompleted,
  questClaimed,
  goalAchieved,
  streakReached,
  streakBroken,
  kudosGiven,
  boardMoved,
  leagueClosed,
];
