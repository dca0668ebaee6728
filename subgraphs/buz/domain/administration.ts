import { BUZ, decimalOf, type Units } from '#kernel/buz';
import { refusal, type Refusal } from '#kernel/refusal';
import type { TransferType } from './command.ts';
import { amountInvalid, notReversible } from './refusals.ts';
import type { Transfer } from './transfer.ts';

/** The most of one grant. */
export const GRANT_MAXIMUM = 100_000n * BUZ;
/** The most that one administrator moves alone, by grants and reversals together, so that many small ones do not pass for none ... */
export const ALONE_MAXIMUM = 10_000n * BUZ;
/** ... within so many hours of business time: a day that rolls, since at a midnight twice as much would go through. */
export const ALONE_HOURS = 24;

/** What an administrator moves back: what has rows of its own in another part (stakes, investments) is undone there. */
const REVERSIBLE: readonly TransferType[] = ['TRANSFER', 'GRANT', 'REWARD', 'PURCHASE'];

/** Nobody administers his own money, neither alone nor as one of two. */
export function refuseOwnWallet(adminId: string, ownerIds: readonly string[]): Refusal | null {
  return ownerIds.includes(adminId)
    ? refusal('Forbidden', 'Somebody else has to do this: your own wallet is concerned.')
    : null;
}

/** Whether somebody else has to decide, of who moved so much alone within the last hours. */
export function takesTwo(amount: Units, movedAlone: Units): boolean {
  return movedAlone + amount > ALONE_MAXIMUM;
}

export function refuseGrant(amount: Units): Refusal | null {
  return amount < 1n || amount > GRANT_MAXIMUM ? amountInvalid(1n, GRANT_MAXIMUM) : null;
}

export function refuseReversal({ kind, type }: Transfer, amount: Units | null): Refusal | null {
  if (!['SINGLE', 'POST'].includes(kind) || !REVERSIBLE.includes(type)) return notReversible(0n);
  return amount !== null && amount < 1n ? amountInvalid(1n, GRANT_MAXIMUM) : null;
}

/** A wallet is closed only with nothing in it, nor anywhere else in its owner's name. */
export function refuseClosing(balances: Readonly<Record<'available' | 'held' | 'staked' | 'invested', Units>>) {
  const left = Object.values(balances).reduce((sum, one) => sum + one, 0n);
  return left === 0n
    ? null
    : refusal('BuzWalletNotEmpty', `There are still ${decimalOf(left)} BUZ in it, on hold, staked or invested.`, {
        left,
      });
}
