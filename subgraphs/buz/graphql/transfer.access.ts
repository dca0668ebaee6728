import type { AccessTable } from '#chassis/graphql/access';

/** Refusals and answers hold what was said to whoever asked, and nothing else. */
export const transferAccess: AccessTable = {
  Mutation: { transferBuz: 'signedIn', transferBuzBatch: 'signedIn' },
  TransferCompleted: {
    transferId: 'open',
    toUserId: 'open',
    to: 'open',
    amount: 'open',
    fee: 'open',
    memo: 'open',
    occurredAt: 'open',
    balanceAfter: 'open',
  },
  TransferBatchCompleted: { items: 'open' },
  TransferBatchItem: { idempotencyKey: 'open', result: 'open' },
  BuzLimitExceeded: { code: 'open', message: 'open', window: 'open', maximum: 'open', left: 'open' },
  BuzIdentityRequired: { code: 'open', message: 'open', threshold: 'open', left: 'open' },
  BuzOwnWallet: { code: 'open', message: 'open' },
  BuzRecipientUnknown: { code: 'open', message: 'open' },
  BuzLedgerBusy: { code: 'open', message: 'open', retryAfterSeconds: 'open' },
  BuzOutcomeUnknown: { code: 'open', message: 'open' },
};
