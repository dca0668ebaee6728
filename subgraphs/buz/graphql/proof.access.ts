import type { AccessTable } from '#chassis/graphql/access';

const open = <Field extends string>(...fields: Field[]) =>
  Object.fromEntries(fields.map((field) => [field, 'open'])) as Record<Field, 'open'>;

export const proofAccess: AccessTable = {
  Query: {
    transferProof: 'signedIn',
    ledgerHead: 'open',
    ledgerKeys: 'open',
    verifyLedger: { permission: 'buz.admin' },
    reconciliations: { permission: 'buz.admin' },
  },
  Mutation: { reconcileLedger: { permission: 'buz.admin' } },
  ReconciliationStarted: open('reconciliation'),
  ReconciliationConnection: open('edges', 'pageInfo'),
  ReconciliationEdge: open('cursor', 'node'),
  ReconciliationCheck: open('name', 'checked', 'differences'),
  ReconciliationFinding: open('check', 'subject', 'expected', 'found'),
  Reconciliation: open(
    ...(['id', 'nightly', 'startedAt', 'endedAt', 'outcome', 'differences', 'checks', 'findings'] as const),
  ),
  Wallet: { asOf: 'open' },
  WalletStatement: { anchor: 'open' },
  WalletAsOf: open('available', 'held', 'staked', 'invested'),
  LedgerBlock: open('number', 'hash', 'transfers', 'sealedAt', 'key'),
  LedgerKey: open('key', 'current'),
  ProofStep: open('left', 'hash'),
  TransferProof: open('transferId', 'text', 'index', 'path', 'header', 'signature', 'key'),
  LedgerFault: open('kind', 'block', 'transferId', 'what'),
  LedgerVerdict: open(
    ...([
      'intact',
      'firstFault',
      'faults',
      'firstBlock',
      'lastBlock',
      'transfers',
      'resumeAfter',
      'head',
      'anchored',
    ] as const),
  ),
};
