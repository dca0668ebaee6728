import { refusal, type Refusal } from '#kernel/refusal';
import { decimalOf, type Units } from '#kernel/buz';
import type { Account, Address } from './account.ts';
import type { Leg } from './command.ts';
import {
  amountInvalid,
  identityRequired,
  insufficientBuz,
  legalGateClosed,
  limitExceeded,
  recipientUnknown,
  walletFrozen,
} from './refusals.ts';
import type { Entry } from './transfer.ts';
import { TRANSFER_RULES, type LimitWindow } from './transfer-rules.ts';

type Accounts = ReadonlyMap<Address, Account>;

/** What only a transfer between two people has to meet, in the order in which a sender can repair it. */
export function refuseSend(
  payer: Account,
  amount: Units,
  sentBefore: Readonly<Record<LimitWindow, Units>>,
): Refusal | null {
  if (payer.status !== 'ACTIVE') return walletFrozen();
  const missing = TRANSFER_RULES.documents.filter((code) => !payer.documents.includes(code));
  if (missing.length > 0) return legalGateClosed(missing);
  const maximum = payer.verified ? TRANSFER_RULES.maximumVerified : TRANSFER_RULES.maximum;
  if (amount < TRANSFER_RULES.minimum || amount > maximum) return amountInvalid(TRANSFER_RULES.minimum, maximum);
  for (const window of TRANSFER_RULES.windows) {
    const used = payer.sent - sentBefore[window.name];
    if (used + amount > window.maximum) return limitExceeded(window.name, window.maximum, window.maximum - used);
  }
  const month = payer.sent - sentBefore.MONTH;
  if (!payer.verified && month + amount > TRANSFER_RULES.unverifiedMonth) {
    return identityRequired(TRANSFER_RULES.unverifiedMonth, TRANSFER_RULES.unverifiedMonth - month);
  }
  return null;
}

/** Whether every account can take its leg. @throws when the legs are not a transfer: that is a fault of the code that asks. */
export function refuseLegs(accounts: Accounts, legs: readonly Leg[], evenFrozen: boolean): Refusal | null {
  if (legs.reduce((sum, { amount }) => sum + amount, 0n) !== 0n) throw new Error('The legs do not sum to zero.');
  if (new Set(legs.map(({ account }) => account)).size < legs.length) throw new Error('An account has two legs.');
  for (const { account: address, amount } of legs) {
    if (amount === 0n) throw new Error('A leg moves nothing.');
    const account = accounts.get(address);
    if (!account || account.status === 'CLOSED') return recipientUnknown();
    if (amount < 0n && account.status === 'FROZEN' && !evenFrozen) return walletFrozen();
    const after = account.balance + amount;
    if (account.floor !== null && amount < 0n && after < account.floor) {
      const available = account.balance - account.floor;
      return account.ownerId ? insufficientBuz(-amount, available) : exhausted(address, -amount, available);
    }
    if (account.ceiling !== null && amount > 0n && after > account.ceiling) {
      return exhausted(address, amount, account.ceiling - account.balance);
    }
  }
  return null;
}

/** Changes the accounts and answers their entries, in the order of account ids: the order that is written, read and hashed. */
export function applyLegs(accounts: Accounts, legs: readonly Leg[], sends: Units, now: Date): Entry[] {
  const entries = legs.map(({ account: address, amount }) => {
    const account = accounts.get(address)!;
    account.balance += amount;
    account.version += 1n;
    if (amount < 0n) account.sent += sends;
    if (now > account.lastAt) account.lastAt = now;
    return {
      account: account.address,
      amount,
      accountId: account.id,
      version: account.version,
      balanceAfter: account.balance,
      sentAfter: account.sent,
      at: account.lastAt,
    };
  });
  return entries.sort((a, b) => Number(a.accountId) - Number(b.accountId));
}

function exhausted(address: Address, needed: Units, available: Units): Refusal {
  return refusal(
    'BuzPoolExhausted',
    `${address} can give or take ${decimalOf(available)} BUZ; this needs ${decimalOf(needed)} BUZ.`,
    { pool: address, needed, available },
  );
}
