import type { AccessTable } from '#chassis/graphql/access';

export const walletAccess: AccessTable = {
  Query: { transferRules: 'open', wallet: 'signedIn' },
  TransferRules: {
    minimum: 'open',
    maximum: 'open',
    maximumVerified: 'open',
    maximumDay: 'open',
    maximumMonth: 'open',
    maximumYear: 'open',
    unverifiedMonth: 'open',
    feeBp: 'open',
    documents: 'open',
  },
  User: { id: 'open', wallet: 'signedIn' },
  Wallet: { userId: 'open', available: 'open', held: 'open', staked: 'open', invested: 'open', user: 'open' },
};
