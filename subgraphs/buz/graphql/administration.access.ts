import type { AccessTable } from '#chassis/graphql/access';

const admin = { permission: 'buz.admin' } as const;
const refusal = { code: 'open', message: 'open' } as const;
const page = { edges: 'open', pageInfo: 'open' } as const;
const edge = { cursor: 'open', node: 'open' } as const;

/** What administrators of the money do, and what they did. */
export const administrationAccess: AccessTable = {
  Query: { buzActs: admin, buzAdminLog: admin },
  Mutation: {
    grantBuz: admin,
    reverseTransfer: admin,
    freezeWallet: admin,
    unfreezeWallet: admin,
    closeWallet: admin,
    approveBuzAct: admin,
    rejectBuzAct: admin,
    withdrawBuzAct: admin,
  },
  BuzAct: {
    id: 'open',
    kind: 'open',
    summary: 'open',
    reason: 'open',
    state: 'open',
    proposedAt: 'open',
    expiresAt: 'open',
    decidedAt: 'open',
    decisionReason: 'open',
    subjectId: 'open',
    proposedBy: 'open',
    decidedBy: 'open',
  },
  BuzActConnection: page,
  BuzActEdge: edge,
  BuzAdminLogLine: {
    n: 'open',
    at: 'open',
    act: 'open',
    subjectType: 'open',
    subjectId: 'open',
    reason: 'open',
    admin: 'open',
  },
  BuzAdminLogLineConnection: page,
  BuzAdminLogLineEdge: edge,
  BuzAdministered: { transferId: 'open', act: 'open' },
  WalletAdministered: { wallet: 'open' },
  BuzActDecided: { ...refusal, state: 'open' },
  BuzActOwn: refusal,
  BuzActNotPossible: { ...refusal, because: 'open' },
  BuzWalletStatusRefused: refusal,
  BuzWalletNotEmpty: { ...refusal, left: 'open' },
  BuzNotReversible: { ...refusal, left: 'open' },
  BuzPoolExhausted: { ...refusal, pool: 'open', needed: 'open', available: 'open' },
  BuzRecipientUnknown: refusal,
  PageInfo: { hasNextPage: 'open', hasPreviousPage: 'open', startCursor: 'open', endCursor: 'open' },
};
