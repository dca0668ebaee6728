import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { IdempotencyKeyReused, InsufficientBuz, LegalGateClosed, RefusalType } from '#chassis/graphql/refusal.type';
import { TRANSFER_RULES, type LimitWindow } from '../domain/transfer-rules.ts';

const says = (description: string) => ({ implements: RefusalType, description });

export const LimitWindowEnum = Object.fromEntries(TRANSFER_RULES.windows.map(({ name }) => [name, name]));
registerEnumType(LimitWindowEnum, {
  name: 'BuzLimitWindow',
  description: 'The time over which a limit of transfers is counted, back from now.',
  valuesConfig: {
    DAY: { description: '24 hours.' },
    MONTH: { description: '30 days.' },
    YEAR: { description: '365 days.' },
  },
});

@ObjectType('BuzAmountInvalid', says('The amount is too small, or too large for one transfer.'))
export class BuzAmountInvalid extends RefusalType {
  @Field(() => BuzAmount, { description: 'The least amount.' })
  minimum!: bigint;

  @Field(() => BuzAmount, { description: 'The greatest amount here.' })
  maximum!: bigint;
}

@ObjectType('BuzLimitExceeded', says('More than may be sent within a rolling window.'))
export class BuzLimitExceeded extends RefusalType {
  @Field(() => LimitWindowEnum, { description: 'The window that is full.' })
  window!: LimitWindow;

  @Field(() => BuzAmount, { description: 'What may be sent within it.' })
  maximum!: bigint;

  @Field(() => BuzAmount, { description: 'What is left of it now.' })
  left!: bigint;
}

@ObjectType('BuzIdentityRequired', says('More than this needs a verified identity.'))
export class BuzIdentityRequired extends RefusalType {
  @Field(() => BuzAmount, { description: 'What may be sent within 30 days without.' })
  threshold!: bigint;

  @Field(() => BuzAmount, { description: 'What is left of it now.' })
  left!: bigint;
}

@ObjectType('BuzWalletFrozen', says('The wallet is frozen: nothing can leave it.'))
export class BuzWalletFrozen extends RefusalType {}

@ObjectType('BuzWalletUnknown', says('The caller has no wallet yet.'))
export class BuzWalletUnknown extends RefusalType {}

@ObjectType('BuzRecipientUnknown', says('Nobody under that id can receive BUZ.'))
export class BuzRecipientUnknown extends RefusalType {}

@ObjectType('BuzOwnWallet', says('Payer and recipient are the same person.'))
export class BuzOwnWallet extends RefusalType {}

@ObjectType('BuzNotReversible', says('This much of the transfer cannot be moved back.'))
export class BuzNotReversible extends RefusalType {
  @Field(() => BuzAmount, { description: 'What can still be moved back.' })
  left!: bigint;
}

@ObjectType('BuzPoolExhausted', says('An account of the system cannot give or take this much.'))
export class BuzPoolExhausted extends RefusalType {
  @Field({ description: 'The account, as in `pool/REWARDS`.' })
  pool!: string;

  @Field(() => BuzAmount, { description: 'What this needs.' })
  needed!: bigint;

  @Field(() => BuzAmount, { description: 'What there is.' })
  available!: bigint;
}

@ObjectType('BuzLedgerBusy', says('The ledger could not take it in time. Nothing was moved.'))
export class BuzLedgerBusy extends RefusalType {
  @Field(() => Int, { description: 'When to try again, in seconds.' })
  retryAfterSeconds!: number;
}

@ObjectType(
  'BuzOutcomeUnknown',
  says('It is not known whether it was settled; the same key finds out, and it happens at most once.'),
)
export class BuzOutcomeUnknown extends RefusalType {}

/** What moving BUZ out of one's own wallet can meet, whatever for: spread into a `resultUnion`. */
export const SPEND_REFUSALS = [
  InsufficientBuz,
  LegalGateClosed,
  BuzWalletFrozen,
  BuzWalletUnknown,
  IdempotencyKeyReused,
] as const;

/** What a transfer to another person can meet: spread into a `resultUnion`, besides what the action itself refuses. */
export const SEND_REFUSALS = [
  ...SPEND_REFUSALS,
  BuzAmountInvalid,
  BuzLimitExceeded,
  BuzIdentityRequired,
  BuzRecipientUnknown,
  BuzOwnWallet,
] as const;
