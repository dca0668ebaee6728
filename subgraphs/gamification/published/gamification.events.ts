import { z } from 'zod';
import type { EventContract } from '#kernel/event';

function event<Body>(type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'gamification', aggregate: 'player', type, version: 1, when, body };
}

export const xpAwarded = event(
  'xp.awarded',
  'An entry was added to the XP ledger; the aggregate is the player (the user id).',
  z.object({
    userId: z.uuid(),
    entryId: z.uuid(),
    activity: z.string(),
    amount: z.int(),
    xp: z.int(),
    level: z.string(),
  }),
);

export const levelUp = event(
  'level.up',
  'An award took the player into a level; once per level, also when one award jumps over several.',
  z.object({ userId: z.uuid(), level: z.string(), xp: z.int() }),
);

export const gamificationEvents: readonly EventContract[] = [xpAwarded, levelUp];
