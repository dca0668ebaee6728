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

export const economyEvents: readonly EventContract[] = [ruleScheduled, spent];
