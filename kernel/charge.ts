import type { Id } from './id.ts';

/**
 * Asking buz to charge (ARCHITECTURE 7). The asker writes its row as AWAITING_CHARGE and tells `<asker>.charge_requested` in the same
 * transaction; buz answers held or refused; the asker's outcome captures or releases. A price is named, never an amount.
 */
export interface ChargeRequest {
  readonly chargeId: Id;
  /** A code of buz's price list: `VENTURE_CREATE`. */
  readonly priceCode: string;
  readonly payerId: Id;
  readonly subject: { readonly type: string; readonly id: Id };
  /** The quote that the payer was shown, if any: when it no longer holds the charge is refused instead of costing something else. */
  readonly quoteId?: string | undefined;
}

export type ChargeState = 'AWAITING_CHARGE' | 'HELD' | 'REFUSED' | 'CAPTURED' | 'RELEASED';
export type ChargeStep = 'HOLD' | 'REFUSE' | 'CAPTURE' | 'RELEASE';

/** @public A hold about which the asker says nothing for this long is released, in business time. */
export const HOLD_MINUTES = 15;
/** How long an action waits for the answer before it returns `...Pending { id }`; wall clock. */
export const CHARGE_WAIT_MS = 1_500;

const NEXT: Readonly<Record<ChargeState, Partial<Record<ChargeStep, ChargeState>>>> = {
  AWAITING_CHARGE: { HOLD: 'HELD', REFUSE: 'REFUSED', RELEASE: 'RELEASED' },
  HELD: { CAPTURE: 'CAPTURED', RELEASE: 'RELEASED' },
  REFUSED: {},
  CAPTURED: {},
  RELEASED: {},
};

/** The state after a step, or null when the step is not possible: an answer that comes late or twice changes nothing. */
export function afterStep(state: ChargeState, step: ChargeStep): ChargeState | null {
  return NEXT[state][step] ?? null;
}
