import { z } from 'zod';
import type { EventContract } from '#kernel/event';

/** The state of one person's identity check keeps its order: the aggregate is `kyc` of the person. */
function event<Body>(type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'users', aggregate: 'kyc', type, version: 1, when, body };
}

const userId = z.uuid();

export const kycApproved = event(
  'user.kyc_approved',
  'A reviewer approved the identity documents of the person; again after an expiry.',
  z.object({ userId, approvedBy: z.uuid() }),
);

export const kycEnded = event(
  'user.kyc_ended',
  'An approved identity check is no longer valid: it expired or was withdrawn.',
  z.object({ userId, because: z.enum(['EXPIRED', 'WITHDRAWN']) }),
);

export const kycEvents: readonly EventContract[] = [kycApproved, kycEnded];
