import { z } from 'zod';
import type { EventContract } from '#kernel/event';

/** The standing of one wallet keeps its order: the aggregate is its owner. */
function event<Body>(type: string, when: string, body: z.ZodType<Body>): EventContract<Body> {
  return { producer: 'buz', aggregate: 'wallet', type, version: 1, when, body };
}

const userId = z.uuid();
const cause = z.enum(['SUSPENSION', 'ADMINISTRATOR']);

export const walletFrozen = event(
  'buz.wallet_frozen',
  'Nothing can leave a wallet any more for this cause: its owner was suspended, or an administrator froze it. Once per cause until it is lifted.',
  z.object({ userId, cause }),
);

export const walletUnfrozen = event(
  'buz.wallet_unfrozen',
  'A cause for which a wallet was frozen ended; `stillFrozen` when another one holds.',
  z.object({ userId, cause, stillFrozen: z.boolean() }),
);

export const walletClosed = event(
  'buz.wallet_closed',
  'An administrator closed an empty wallet for good.',
  z.object({ userId }),
);

export const walletEvents: readonly EventContract[] = [walletFrozen, walletUnfrozen, walletClosed];
