import type { AccessTable } from '#chassis/graphql/access';

/** The price list is for everybody; what somebody pays is reached through the wallet, which is its owner's. */
export const economyAccess: AccessTable = {
  Query: { priceRules: 'open', priceHistory: 'open', quoteCharge: 'signedIn' },
  PriceRule: {
    id: 'open',
    code: 'open',
    version: 'open',
    amount: 'open',
    category: 'open',
    effectiveFrom: 'open',
    effectiveUntil: 'open',
    origin: 'open',
    because: 'open',
  },
  PriceRuleEdge: { cursor: 'open', node: 'open' },
  PriceRuleConnection: { edges: 'open', pageInfo: 'open' },
  ChargeQuote: {
    id: 'open',
    priceCode: 'open',
    cost: 'open',
    available: 'open',
    affordable: 'open',
    expiresAt: 'open',
  },
  Wallet: { charges: 'open' },
  Charge: {
    id: 'open',
    priceCode: 'open',
    amount: 'open',
    state: 'open',
    because: 'open',
    subjectType: 'open',
    subjectId: 'open',
    askedAt: 'open',
    expiresAt: 'open',
    endedAt: 'open',
  },
  ChargeEdge: { cursor: 'open', node: 'open' },
  ChargeConnection: { edges: 'open', pageInfo: 'open' },
  PageInfo: { hasNextPage: 'open', hasPreviousPage: 'open', startCursor: 'open', endCursor: 'open' },
};
