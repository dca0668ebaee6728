import { BUZ, decimalOf, type Units } from '#kernel/buz';
import { refusal } from '#kernel/refusal';
import { amountInvalid } from './refusals.ts';

/** What somebody gets for BUZ in a venture; which of them is agreed on lies with the venture and its documents. */
export const INVESTMENT_TYPES = ['EQUITY', 'DEBT', 'REVENUE_SHARE'] as const;
export type InvestmentType = (typeof INVESTMENT_TYPES)[number];

/** PENDING: in escrow until the venture answers. */
export type InvestmentState = 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'EXPIRED' | 'WITHDRAWN';

export interface Investment {
  readonly id: string;
  readonly investorId: string;
  readonly ventureId: string;
  readonly type: InvestmentType;
  readonly amount: Units;
  readonly state: InvestmentState;
  readonly because: string | null;
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

export const INVESTMENT_RULES = {
  minimum: 100n * BUZ,
  maximum: 1_000_000n * BUZ,
  /** A venture that has not answered by then gives the escrow back. */
  answerDays: 30,
} as const;

export function refuseInvestment(amount: Units) {
  const { minimum, maximum } = INVESTMENT_RULES;
  return amount < minimum || amount > maximum ? amountInvalid(minimum, maximum) : null;
}

/** Only what is in escrow can end, once; the answer that comes second changes nothing. */
export function mayEnd(state: InvestmentState | ConversionState): boolean {
  return state === 'PENDING' || state === 'APPROVED';
}

export const alreadyEnded = (state: string) =>
  refusal('BuzEscrowEnded', `This was already ended (${state}): nothing is in escrow any more.`, { ended: state });

/** PENDING: an administrator decides. APPROVED: the venture enters the shares. Both in escrow. */
export type ConversionState = 'PENDING' | 'APPROVED' | 'CONVERTED' | 'REJECTED' | 'DECLINED' | 'WITHDRAWN';

export interface Conversion {
  readonly id: string;
  readonly windowId: string;
  readonly ventureId: string;
  readonly ownerId: string;
  readonly amount: Units;
  readonly equityBp: number;
  readonly state: ConversionState;
  readonly because: string | null;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
}

/** A time in which BUZ can become equity of a venture. */
export interface ConversionWindow {
  readonly id: string;
  readonly ventureId: string;
  /** Basis points of the venture for 10,000 BUZ: 100 is one percent. */
  readonly rateBp: number;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/** What a rate of 100 bp is counted by. */
const RATE_UNIT = 10_000n * BUZ;

/** floor(amount x rate / 10,000 BUZ), in basis points of the venture. */
export function equityFor(amount: Units, rateBp: number): number {
  return Number((amount * BigInt(rateBp)) / RATE_UNIT);
}

/** The least amount that is worth one basis point, rounded up to the minor unit. */
export function leastFor(rateBp: number): Units {
  const rate = BigInt(rateBp);
  return (RATE_UNIT + rate - 1n) / rate;
}

export const windowClosed = (window: ConversionWindow | null) =>
  refusal(
    'BuzConversionWindowClosed',
    window
      ? `This window is open from ${window.opensAt.toISOString()} to ${window.closesAt.toISOString()}.`
      : 'There is no such window.',
    { opensAt: window?.opensAt ?? null, closesAt: window?.closesAt ?? null },
  );

export const windowInvalid = (why: string) => refusal('BuzConversionWindowInvalid', why);

export function refuseConversion(window: ConversionWindow | null, amount: Units, now: Date) {
  if (!window || now < window.opensAt || now >= window.closesAt) return windowClosed(window);
  const [least, most] = [leastFor(window.rateBp), INVESTMENT_RULES.maximum];
  return amount < least || amount > most ? amountInvalid(least, most) : null;
}

export function refuseWindow(window: Omit<ConversionWindow, 'id' | 'ventureId'>, now: Date) {
  if (!Number.isInteger(window.rateBp) || window.rateBp < 1 || window.rateBp > 1_000) {
    return windowInvalid(`The rate is 1 to 1000 basis points for ${decimalOf(RATE_UNIT)} BUZ.`);
  }
  if (window.closesAt <= now) return windowInvalid('The window has to close in the future.');
  if (window.closesAt <= window.opensAt) return windowInvalid('The window has to close after it opens.');
  return null;
}
