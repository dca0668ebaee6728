import { z } from 'zod';
import type { EventContract } from '#kernel/event';

function event<Body>(aggregate: string, type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'gamification', aggregate, type, version: 1, when, body };
}

const badgeId = z.uuid();

export const badgeAdded = event(
  'badge',
  'badge.added',
  'A badge was added to the catalogue and can be earned from now on. The aggregate is the badge.',
  z.object({ badgeId, code: z.string() }),
);

export const badgeRetired = event(
  'badge',
  'badge.retired',
  'Nobody earns the badge any more; who has it keeps it. Once per badge.',
  z.object({ badgeId }),
);

export const xpRuleRevised = event(
  'xp_rule',
  'xp_rule.revised',
  'A version was added to what an activity is worth; it holds for what happens from `validFrom` on. The aggregate is the activity.',
  z.object({ activity: z.string(), version: z.int(), xp: z.int(), validFrom: z.iso.datetime() }),
);

export const catalogueEvents: readonly EventContract[] = [badgeAdded, badgeRetired, xpRuleRevised];
