import type { AccessTable } from '#chassis/graphql/access';

const refusal = { code: 'open', message: 'open' } as const;

/** Whoever asked may read why not: the refusals that several parts answer with. */
export const refusalAccess: AccessTable = {
  NotFound: refusal,
  Forbidden: refusal,
  StepUpRequired: { ...refusal, mutation: 'open' },
  IdempotencyKeyReused: { ...refusal, differs: 'open' },
  LegalGateClosed: { ...refusal, missing: 'open' },
  InsufficientBuz: { ...refusal, needed: 'open', available: 'open' },
  BuzAmountInvalid: { ...refusal, minimum: 'open', maximum: 'open' },
  BuzWalletFrozen: refusal,
  BuzWalletUnknown: refusal,
};
