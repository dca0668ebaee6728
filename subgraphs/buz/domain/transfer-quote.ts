import type { Units } from '#kernel/buz';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { TREASURY, walletOf, type Account, type Address } from './account.ts';
import { Book } from './book.ts';
import { feeOf, type LimitWindow } from './transfer-rules.ts';

/** What a transfer would cost now, and what would stand against it. */
export interface TransferQuote {
  readonly amount: Units;
  readonly fee: Units;
  readonly total: Units;
  readonly refusal: Refusal | null;
}

/** Decided by the book itself on what was read without locks: the same rules in the same order as the transfer will meet, and nothing written. */
export function quoteTransfer(
  parties: { readonly from: string; readonly to: string; readonly amount: Units },
  accounts: ReadonlyMap<Address, Account>,
  sentBefore: ReadonlyMap<Address, Readonly<Record<LimitWindow, Units>>>,
  now: Date,
): TransferQuote {
  const { from, to, amount } = parties;
  const fee = feeOf(amount);
  const page = {
    now,
    accounts: new Map([...accounts, [TREASURY, treasury(accounts.get(walletOf(from)), now)]]),
    sentBefore,
    known: new Map(),
    holds: new Map(),
    originals: new Map(),
  };
  const outcome = new Book(page).decide({ kind: 'SEND', type: 'TRANSFER', id: '', actorId: from, from, to, amount });
  return { amount, fee, total: amount + fee, refusal: isRefusal(outcome) ? outcome : null };
}

/** Whichever shard it would be: it takes every fee. */
function treasury(like: Account | undefined, now: Date): Account {
  const empty = { balance: 0n, version: 0n, sent: 0n, documents: [], verified: false, lastAt: now };
  return {
    ...(like ?? empty),
    ...empty,
    ...{ id: '0', address: TREASURY, kind: 'TREASURY', ownerId: null, floor: 0n, ceiling: null, status: 'ACTIVE' },
  };
}
