import type { Units } from '#kernel/buz';
import type { Address } from './account.ts';
import type { Transfer, TransferKind } from './transfer.ts';
import type { TransferType } from './command.ts';

/** A transfer as one wallet sees it. */
export interface Transaction {
  readonly id: string;
  readonly ownerId: string;
  /** The wallet's n-th entry. */
  readonly version: bigint;
  readonly kind: TransferKind;
  readonly type: TransferType;
  readonly direction: 'IN' | 'OUT';
  /** Without the fee. */
  readonly amount: Units;
  /** What this wallet paid on top, or got back with a reversal. */
  readonly fee: Units;
  readonly balanceAfter: Units;
  readonly counterparty: Counterparty;
  readonly memo: string | null;
  readonly subject: { readonly type: string; readonly id: string } | null;
  readonly reversesId: string | null;
  readonly at: Date;
}

/** Where BUZ came from or went: a person, or an account of the system in the words of its address. */
export interface Counterparty {
  readonly userId: string | null;
  /** `wallet`, `pool/REWARDS`, `treasury`, `held`, `staked` ... */
  readonly account: string;
}

/** The shards of the treasury are nobody's business, and what belongs to a person is told by the person. */
export function counterpartyOf(address: Address): Counterparty {
  const [kind = '', name = ''] = address.split('/');
  if (['wallet', 'held', 'staked', 'invested'].includes(kind)) return { userId: name, account: kind };
  return { userId: null, account: kind === 'treasury' ? kind : address };
}

/** What of an entry is the amount and what the fee: only who paid or got back both has an entry of both. */
export function partsOf(
  entryAmount: Units,
  { amount, fee }: Pick<Transfer, 'amount' | 'fee'>,
): Pick<Transaction, 'direction' | 'amount' | 'fee'> {
  const moved = entryAmount < 0n ? -entryAmount : entryAmount;
  const own = moved === amount + fee ? fee : 0n;
  return { direction: entryAmount < 0n ? 'OUT' : 'IN', amount: moved - own, fee: own };
}
