import { refusal } from '#kernel/refusal';

/** Nothing was settled, and nothing will be. */
export const ledgerBusy = () =>
  refusal('BuzLedgerBusy', 'The ledger could not take this in time: nothing was moved. Send it again in a moment.', {
    retryAfterSeconds: 1,
  });

/** The connection broke while the commit was on its way. */
export const outcomeUnknown = () =>
  refusal(
    'BuzOutcomeUnknown',
    'It is not known whether this was settled. Send it again with the same idempotency key: it happens at most once.',
  );
