import { z } from 'zod';
import type { EventContract } from '#kernel/event';

function event<Body>(aggregate: string, type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'ventures', aggregate, type, version: 1, when, body };
}

const ventureId = z.uuid();
const userId = z.uuid();
const because = z.string().min(1).max(200);

export const ventureActivated = event(
  'venture',
  'venture.activated',
  'A venture became ACTIVE: its founder signed what has to be signed.',
  z.object({ ventureId, ownerId: userId, name: z.string() }),
);
export const memberJoined = event(
  'venture',
  'venture.member_joined',
  'A membership became ACTIVE after the last signature.',
  z.object({ ventureId, userId }),
);
export const memberLeft = event(
  'venture',
  'venture.member_left',
  'A membership ended, for whatever reason.',
  z.object({ ventureId, userId }),
);

export const investmentConfirmed = event(
  'investment',
  'venture.investment_confirmed',
  'The owner of a venture accepted an investment and its entry in the cap table was made; answers buz.investment_opened. The aggregate is the investment.',
  z.object({ investmentId: z.uuid(), ventureId, confirmedBy: userId }),
);
export const investmentDeclined = event(
  'investment',
  'venture.investment_declined',
  'The venture does not take an investment; answers buz.investment_opened.',
  z.object({ investmentId: z.uuid(), ventureId, because }),
);

export const conversionConfirmed = event(
  'conversion',
  'venture.conversion_confirmed',
  'The shares of a conversion were entered in the cap table; answers buz.conversion_approved. The aggregate is the conversion.',
  z.object({ conversionId: z.uuid(), ventureId }),
);
export const conversionDeclined = event(
  'conversion',
  'venture.conversion_declined',
  'The cap table cannot take a conversion; answers buz.conversion_approved.',
  z.object({ conversionId: z.uuid(), ventureId, because }),
);

export const ventureEvents: readonly EventContract[] = [
  ventureActivated,
  memberJoined,
  memberLeft,
  investmentConfirmed,
  investmentDeclined,
  conversionConfirmed,
  conversionDeclined,
];
