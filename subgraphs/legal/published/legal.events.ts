import { z } from 'zod';
import type { EventContract } from '#kernel/event';

/** Everything about one signer keeps its order: the aggregate is the person. */
function event<Body>(type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'legal', aggregate: 'signer', type, version: 1, when, body };
}

const userId = z.uuid();
/** The code of a template: ESCA, PPA, BTS ... (DOMAIN 7.1). */
const code = z.string().regex(/^[A-Z][A-Z0-9]{1,9}$/);

export const documentEffective = event(
  'legal.document_effective',
  'A document that the person signed became effective: every required signature is valid. Again when it is signed anew.',
  z.object({ userId, documentId: z.uuid(), code }),
);

export const documentExpired = event(
  'legal.document_expired',
  'A document of the person is no longer in force: it expired, was revoked, or a major version replaced it after its grace period.',
  z.object({ userId, documentId: z.uuid(), code }),
);

export const packCompleted = event(
  'legal.pack_completed',
  'The last document of a pack became effective for the first time; once per person and pack. MEMBER: ESCA, PPA, PNA, MNDA, STA. TOKEN: BTS, BPP. OWNER: PTSA, SOBA.',
  z.object({ userId, pack: z.enum(['MEMBER', 'TOKEN', 'OWNER']) }),
);

export const legalEvents: readonly EventContract[] = [documentEffective, documentExpired, packCompleted];
