import { BUZ, type Units } from '#kernel/buz';

/** DOMAIN 9.4. Sums are rolling, over what somebody sent to others, fees not counted. */
export const TRANSFER_RULES = {
  minimum: 1n * BUZ,
  maximum: 1_000n * BUZ,
  /** For a sender whose identity is verified. */
  maximumVerified: 10_000n * BUZ,
  windows: [
    { name: 'DAY', hours: 24, maximum: 10_000n * BUZ },
    { name: 'MONTH', hours: 30 * 24, maximum: 100_000n * BUZ },
    { name: 'YEAR', hours: 365 * 24, maximum: 1_000_000n * BUZ },
  ],
  /** More than this within 30 days needs a verified identity. */
  unverifiedMonth: 5_000n * BUZ,
  feeBp: 10n,
  /** Without them in force nobody transfers, stakes, invests or converts. */
  documents: ['BTS', 'BPP'],
} as const;

export type LimitWindow = (typeof TRANSFER_RULES.windows)[number]['name'];

const LEAST_LIMIT = [TRANSFER_RULES.unverifiedMonth, ...TRANSFER_RULES.windows.map(({ maximum }) => maximum)].reduce(
  (least, one) => (one < least ? one : least),
);

/** Who has not sent more than the least limit in all his life has not within any window: nobody needs to look up what was sent when. */
export function mayReachLimit(sentEver: Units): boolean {
  return sentEver > LEAST_LIMIT;
}

/** 0.1 % of the amount, rounded up to the next minor unit; the sender pays it on top. */
export function feeOf(amount: Units): Units {
  return (amount * TRANSFER_RULES.feeBp + 9_999n) / 10_000n;
}
