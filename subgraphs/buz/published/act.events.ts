import { z } from 'zod';
import type { EventContract } from '#kernel/event';

function event<Body>(type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'buz', aggregate: 'act', type, version: 1, when, body };
}

export const actProposed = event(
  'buz.act_proposed',
  'An administrator proposed an act that somebody else has to decide. The aggregate is the act.',
  z.object({ actId: z.uuid(), kind: z.string(), proposerId: z.uuid() }),
);

export const actDecided = event(
  'buz.act_decided',
  'An act of two people was approved (and happened in the same transaction), rejected, or withdrawn by who proposed it; once per act.',
  z.object({
    actId: z.uuid(),
    kind: z.string(),
    state: z.enum(['DONE', 'REJECTED', 'WITHDRAWN']),
    deciderId: z.uuid(),
    subjectId: z.uuid().nullable(),
  }),
);

export const actEvents: readonly EventContract[] = [actProposed, actDecided];
