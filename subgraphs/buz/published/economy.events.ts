import { z } from 'zod';
import type { EventContract } from '#kernel/event';

function event<Body>(aggregate: string, type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'buz', aggregate, type, version: 1, when, body };
}

const id = z.uuid();
/** BUZ as a decimal string. */
const amount = z.string().regex(/^\d+(\.\d{1,6})?$/);

export const ruleScheduled = event(
  'economy_rule',
  'buz.rule_scheduled',
  'A new version of a price, a reward or the daily emission was decided; it holds from `effectiveFrom` on. The aggregate is the version.',
  z.object({
    ruleId: id,
    kind: z.enum(['PRICE', 'REWARD', 'EMISSION']),
    code: z.string(),
    version: z.int(),
    amount,
    effectiveFrom: z.iso.datetime(),
    origin: z.enum(['FOUR_EYES', 'GOVERNANCE']),
  }),
);

export const spent = event(
  'spending',
  'buz.spent',
  'A charge was captured: somebody paid for something. Not for what is free. The aggregate is the charge, and this is its only event under this name.',
  z.object({
    chargeId: id,
    userId: id,
    priceCode: z.string(),
    amount,
    subject: z.object({ type: z.string(), id }),
  }),
);

const reward = { rewardId: id, userId: id, rule: z.string(), subject: z.string(), amount };

export const awarded = event(
  'reward',
  'buz.awarded',
  'A reward arrived in the wallet: paid at once out of the rewards pool, or claimed. Once per user, rule and subject. The aggregate is the reward.',
  z.object(reward),
);

export const rewardClaimable = event(
  'reward',
  'buz.reward_claimable',
  'A reward lies ready for its owner to claim until `expiresAt`.',
  z.object({ ...reward, expiresAt: z.iso.datetime() }),
);

export const rewardExpired = event(
  'reward',
  'buz.reward_expired',
  'A reward was not claimed in time and went back to the pool.',
  z.object(reward),
);

export const economyEvents: readonly EventContract[] = [ruleScheduled, spent, awarded, rewardClaimable, rewardExpired];
