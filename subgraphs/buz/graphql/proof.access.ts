import type { AccessTable } from '#chassis/graphql/access';

const open = <Field extends string>(...fields: Field[]) =>
  Object.fromEntries(fields.map((field) => [field, 'open'])) as Record<Field, 'open'>;

export const proofAccess: AccessTable = {
  Query: {
    transferProof: 'signedIn',
    ledgerHead: 'open',
    ledgerKeys: 'open',
    verifyLedger: { permission: 'buz.admin' },
  },
  Wallet: { asOf: 'open' },
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
