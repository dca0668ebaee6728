import { decimalOf, type Units } from '#kernel/buz';
import { refusal } from '#kernel/refusal';
import type { LimitWindow } from './transfer-rules.ts';

export const insufficientBuz = (needed: Units, available: Units) =>
  refusal(
    'InsufficientBuz',
    `This needs ${decimalOf(needed)} BUZ; the wallet has ${decimalOf(available)} BUZ available.`,
    { needed: decimalOf(needed), available: decimalOf(available) },
  );

export const legalGateClosed = (missing: readonly string[]) =>
  refusal('LegalGateClosed', `Sign ${missing.join(' and ')} first.`, { missing });

export const amountInvalid = (minimum: Units, maximum: Units) =>
  refusal('BuzAmountInvalid', `The amount is ${decimalOf(minimum)} to ${decimalOf(maximum)} BUZ here.`, {
    minimum,
    maximum,
  });

export const limitExceeded = (window: LimitWindow, maximum: Units, left: Units) =>
  refusal(
    'BuzLimitExceeded',
    `At most ${decimalOf(maximum)} BUZ within a ${window.toLowerCase()}; ${decimalOf(left)} BUZ are left.`,
    { window, maximum, left },
  );

export const identityRequired = (threshold: Units, left: Units) =>
  refusal(
    'BuzIdentityRequired',
    `More than ${decimalOf(threshold)} BUZ within 30 days need a verified identity; ${decimalOf(left)} BUZ are left without.`,
    { threshold, left },
  );

export const walletFrozen = () =>
  refusal('BuzWalletFrozen', 'Your wallet is frozen: nothing can leave it. An administrator can tell you why.');

export const walletUnknown = () =>
  refusal('BuzWalletUnknown', 'You have no wallet yet: it is opened when your e-mail address is verified.');

export const recipientUnknown = () =>
  refusal('BuzRecipientUnknown', 'There is nobody with a wallet under that id who can receive BUZ.');

export const ownWallet = () => refusal('BuzOwnWallet', 'That is your own wallet: choose somebody else.');

export const holdUnknown = () => refusal('BuzHoldUnknown', 'There is no such hold.');

export const holdEnded = (kind: string) =>
  refusal('BuzHoldEnded', `This hold was already ended (${kind}).`, { ended: kind });

export const holdNotExpired = (expiresAt: Date | null) =>
  refusal('BuzHoldNotExpired', 'This hold has not expired.', { expiresAt });

export const notReversible = (left: Units) =>
  refusal('BuzNotReversible', `At most ${decimalOf(left)} BUZ of this transfer can still be moved back.`, { left });
