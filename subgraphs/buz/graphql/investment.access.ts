import type { AccessTable } from '#chassis/graphql/access';

const refusal = { code: 'open', message: 'open' } as const;

export const investmentAccess: AccessTable = {
  Query: { conversionWindows: 'signedIn', openConversions: { permission: 'buz.admin' } },
  Mutation: {
    investBuz: { permission: 'buz.transfer' },
    withdrawInvestment: { permission: 'buz.transfer' },
    requestConversion: { permission: 'buz.transfer' },
    withdrawConversion: { permission: 'buz.transfer' },
    openConversionWindow: { permission: 'buz.admin' },
    closeConversionWindow: { permission: 'buz.admin' },
    decideConversion: { permission: 'buz.admin' },
  },
  Subscription: { investmentUpdated: 'signedIn' },
  // whoever sees the wallet sees what is in escrow
  Wallet: { investments: 'open', conversions: 'open' },
  Investment: {
    ...{ id: 'open', ventureId: 'open', type: 'open', amount: 'open', state: 'open', because: 'open' },
    ...{ openedAt: 'open', expiresAt: 'open', endedAt: 'open' },
  },
  InvestmentEdge: { cursor: 'open', node: 'open' },
  InvestmentConnection: { edges: 'open', pageInfo: 'open' },
  ConversionWindow: {
    ...{ id: 'open', ventureId: 'open', rateBp: 'open', minimum: 'open', opensAt: 'open', closesAt: 'open' },
  },
  ConversionWindowEdge: { cursor: 'open', node: 'open' },
  ConversionWindowConnection: { edges: 'open', pageInfo: 'open' },
  Conversion: {
    ...{ id: 'open', windowId: 'open', ventureId: 'open', owner: 'open', amount: 'open', equityBp: 'open' },
    ...{ state: 'open', because: 'open', requestedAt: 'open', endedAt: 'open' },
  },
  ConversionEdge: { cursor: 'open', node: 'open' },
  ConversionConnection: { edges: 'open', pageInfo: 'open' },
  BuzEscrowEnded: { ...refusal, ended: 'open' },
  BuzConversionWindowClosed: { ...refusal, opensAt: 'open', closesAt: 'open' },
  BuzConversionWindowInvalid: refusal,
};
