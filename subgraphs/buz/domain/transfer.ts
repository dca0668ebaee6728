import type { Units } from '#kernel/buz';
import type { Refusal } from '#kernel/refusal';
import type { Leg, TransferType } from './command.ts';
import { instantText } from './instant-text.ts';

export type TransferKind = 'GENESIS' | 'SINGLE' | 'PENDING' | 'POST' | 'VOID' | 'EXPIRE' | 'REVERSAL';

/** One fact of the ledger; never changed. */
export interface Transfer {
  readonly id: string;
  readonly kind: TransferKind;
  readonly type: TransferType;
  /** What it is about, fees not counted. */
  readonly amount: Units;
  readonly fee: Units;
  readonly actorId: string | null;
  readonly once: { readonly scope: string; readonly key: string } | null;
  readonly pendingId: string | null;
  readonly reversesId: string | null;
  readonly subject: { readonly type: string; readonly id: string } | null;
  readonly memo: string | null;
  readonly expiresAt: Date | null;
  /** Business time. */
  readonly occurredAt: Date;
}

/** What a transfer did to one account: its `version`-th entry. */
export interface Entry extends Leg {
  readonly accountId: string;
  readonly version: bigint;
  readonly balanceAfter: Units;
  readonly sentAfter: Units;
  /** Business time, never before that of the account's entry before. */
  readonly at: Date;
}

/** A transfer with its entries, as it was or will be written. */
export interface Booked {
  readonly transfer: Transfer;
  readonly entries: readonly Entry[];
}

export interface Settled extends Booked {
  /** It had been written before under the same key; nothing was written now. */
  readonly replayed: boolean;
}

export type Outcome = Settled | Refusal;

/**
 * The form that blocks are made of (storage keeps it beside the row, and verification makes it anew from the columns): UTF-8 JSON with these
 * names in this order, amounts as decimal digits of minor units, instants in UTC with milliseconds.
 */
export function canonicalOf(transfer: Transfer, entries: readonly Entry[]): string {
  return JSON.stringify({
    id: transfer.id,
    kind: transfer.kind,
    type: transfer.type,
    amount: String(transfer.amount),
    fee: String(transfer.fee),
    actor: transfer.actorId,
    scope: transfer.once?.scope ?? null,
    key: transfer.once?.key ?? null,
    pending: transfer.pendingId,
    reverses: transfer.reversesId,
    subject: transfer.subject ? [transfer.subject.type, transfer.subject.id] : null,
    memo: transfer.memo,
    expires: transfer.expiresAt && instantText(transfer.expiresAt),
    at: instantText(transfer.occurredAt),
    entries: entries.map((entry) => [
      entry.account,
      String(entry.version),
      String(entry.amount),
      String(entry.balanceAfter),
      String(entry.sentAfter),
      instantText(entry.at),
    ]),
  });
}
