import type { Units } from '#kernel/buz';
import type { Address } from './account.ts';

/** What a transfer is for. */
export type TransferType =
  | 'GENESIS'
  | 'TRANSFER'
  | 'REWARD'
  | 'GRANT'
  | 'PURCHASE'
  | 'STAKE'
  | 'UNSTAKE'
  | 'STAKE_REWARD'
  | 'PENALTY'
  | 'INVESTMENT'
  | 'CONVERSION'
  | 'PAYOUT'
  | 'BURN'
  | 'REVERSAL';

/** One leg: what an account gets, below zero what it gives. */
export interface Leg {
  readonly account: Address;
  readonly amount: Units;
}

interface Any {
  /** Given by the server; a retry of the same act by the same key finds the first one. */
  readonly id: string;
  readonly type: TransferType;
  readonly actorId: string | null;
  /** At most one transfer per (scope, key), for ever. The scope is a user id, or a word for what the system does: `reward`. */
  readonly once?: { readonly scope: string; readonly key: string };
  readonly subject?: { readonly type: string; readonly id: string };
  readonly memo?: string;
}

/** Between two people: limits, fee, token documents and identity are asked. */
export interface Send extends Any {
  readonly kind: 'SEND';
  readonly from: string;
  readonly to: string;
  readonly amount: Units;
}

/** Legs that the business decided; they sum to zero, and no account may fall below its floor. */
export interface Move extends Any {
  readonly kind: 'MOVE';
  readonly legs: readonly Leg[];
}

/** Takes `amount` out of a wallet into the owner's held account until it is posted, voided or expires. */
export interface Hold extends Any {
  readonly kind: 'HOLD';
  readonly from: string;
  readonly amount: Units;
  readonly expiresAt: Date | null;
}

/** Gives (part of) what is held to `to`; the rest goes back to the wallet. */
export interface Post extends Any {
  readonly kind: 'POST';
  readonly pendingId: string;
  readonly to: Address;
  /** Everything, when absent. */
  readonly amount?: Units;
}

/** Gives all of what is held back. EXPIRE only once the hold's time is over. */
export interface Release extends Any {
  readonly kind: 'VOID' | 'EXPIRE';
  readonly pendingId: string;
}

/** Moves (part of) a former transfer back, leg by leg; never more than is left of it. */
export interface Reverse extends Any {
  readonly kind: 'REVERSE';
  readonly reversesId: string;
  readonly amount?: Units;
}

export type Command = Send | Move | Hold | Post | Release | Reverse;
