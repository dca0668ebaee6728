import { z } from 'zod';
import type { ChargeRequest } from '#kernel/charge';
import type { EventContract } from '#kernel/event';

const chargeId = z.uuid();
const amount = z.string().regex(/^\d+(\.\d{1,6})?$/);

/** What an asker tells about its charges; the aggregate is the charge, so that request and outcome keep their order. */
export function askerChargeEvents(asker: string): {
  readonly requested: EventContract<ChargeRequest>;
  readonly settled: EventContract<{ chargeId: string; outcome: 'CAPTURE' | 'RELEASE' }>;
} {
  return {
    requested: {
      producer: asker,
      type: `${asker}.charge_requested`,
      version: 1,
      aggregate: 'charge',
      when: `An action of ${asker} that costs BUZ wrote its row as AWAITING_CHARGE.`,
      body: z.object({
        chargeId,
        priceCode: z.string().regex(/^[A-Z][A-Z_]{2,60}$/),
        payerId: z.uuid(),
        subject: z.object({ type: z.string().min(1), id: z.uuid() }),
        quoteId: z.string().max(500).optional(),
      }),
    },
    settled: {
      producer: asker,
      type: `${asker}.charge_settled`,
      version: 1,
      aggregate: 'charge',
      when: `What ${asker} was charged for came to be (CAPTURE), or did not (RELEASE).`,
      body: z.object({ chargeId, outcome: z.enum(['CAPTURE', 'RELEASE']) }),
    },
  };
}

const answer = <Body>(type: string, when: string, body: z.ZodType<Body>): EventContract<Body> => ({
  producer: 'buz',
  type: `buz.${type}`,
  version: 1,
  aggregate: 'charge',
  when,
  body,
});

/** What buz answers. Amounts are BUZ as decimal strings, for people to read; nobody computes with them. */
export const chargeHeld = answer(
  'charge_held',
  'The price was put on hold in the wallet of the payer.',
  z.object({ chargeId, amount }),
);
export const chargeRefused = answer(
  'charge_refused',
  'The wallet of the payer holds less than the price or is frozen, the code has no price, or the quote that was shown no longer holds.',
  z.object({
    chargeId,
    needed: amount,
    available: amount,
    because: z.enum(['INSUFFICIENT_BUZ', 'WALLET_FROZEN', 'PRICE_UNKNOWN', 'QUOTE_EXPIRED']),
  }),
);
export const chargeEnded = answer(
  'charge_ended',
  'A hold was captured or released, at the word of the asker or after 15 minutes without one.',
  z.object({ chargeId, outcome: z.enum(['CAPTURED', 'RELEASED']) }),
);
