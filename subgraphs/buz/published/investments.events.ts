import { z } from 'zod';
import type { EventContract } from '#kernel/event';

const amount = z.string().regex(/^\d+(\.\d{1,6})?$/);
const userId = z.uuid();
const ventureId = z.uuid();

function event<Body>(aggregate: string, type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'buz', aggregate, type: `buz.${type}`, version: 1, when, body };
}

const investment = z.object({
  investmentId: z.uuid(),
  ventureId,
  investorId: userId,
  kind: z.enum(['EQUITY', 'DEBT', 'REVENUE_SHARE']),
  amount,
});

export const investmentOpened = event(
  'investment',
  'investment_opened',
  'Somebody put BUZ into escrow for a venture, which now accepts or declines. The aggregate is the investment.',
  investment,
);
export const invested = event(
  'investment',
  'invested',
  'The venture accepted an investment, and the escrow went to its account.',
  investment,
);
export const investmentEnded = event(
  'investment',
  'investment_ended',
  'An investment ended without being accepted; the escrow is back in the wallet.',
  z.object({
    investmentId: z.uuid(),
    ventureId,
    investorId: userId,
    outcome: z.enum(['REJECTED', 'EXPIRED', 'WITHDRAWN']),
  }),
);

export const conversionRequested = event(
  'conversion',
  'conversion_requested',
  'Somebody put BUZ into escrow to convert it into equity within an open window. The aggregate is the conversion.',
  z.object({ conversionId: z.uuid(), ventureId, userId, amount, equityBp: z.int().min(1) }),
);
export const conversionApproved = event(
  'conversion',
  'conversion_approved',
  'An administrator approved a conversion; the venture now enters the shares, or declines.',
  z.object({ conversionId: z.uuid(), ventureId, userId, equityBp: z.int().min(1) }),
);
export const conversionEnded = event(
  'conversion',
  'conversion_ended',
  'A conversion came to its end: CONVERTED (the escrow went to the venture), otherwise the escrow is back in the wallet.',
  z.object({
    conversionId: z.uuid(),
    ventureId,
    userId,
    outcome: z.enum(['CONVERTED', 'REJECTED', 'DECLINED', 'WITHDRAWN']),
  }),
);

export const investmentEvents: readonly EventContract[] = [
  investmentOpened,
  invested,
  investmentEnded,
  conversionRequested,
  conversionApproved,
  conversionEnded,
];
