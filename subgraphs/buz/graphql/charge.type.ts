import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { connectionType } from '#chassis/graphql/connection';

export enum BuzChargeState {
  HELD = 'HELD',
  REFUSED = 'REFUSED',
  CAPTURED = 'CAPTURED',
  RELEASED = 'RELEASED',
}
registerEnumType(BuzChargeState, {
  name: 'BuzChargeState',
  description: 'Where a charge stands.',
  valuesConfig: {
    HELD: { description: 'The price is on hold until what it is for came to be, 15 minutes at most.' },
    REFUSED: { description: 'Nothing was held.' },
    CAPTURED: { description: 'Paid.' },
    RELEASED: { description: 'Given back.' },
  },
});

export enum BuzChargeRefusal {
  INSUFFICIENT_BUZ = 'INSUFFICIENT_BUZ',
  WALLET_FROZEN = 'WALLET_FROZEN',
  PRICE_UNKNOWN = 'PRICE_UNKNOWN',
  QUOTE_EXPIRED = 'QUOTE_EXPIRED',
}
registerEnumType(BuzChargeRefusal, {
  name: 'BuzChargeRefusal',
  description: 'Why a charge was refused.',
  valuesConfig: {
    INSUFFICIENT_BUZ: { description: 'The wallet held less than the price.' },
    WALLET_FROZEN: { description: 'Nothing can leave the wallet.' },
    PRICE_UNKNOWN: { description: 'There was no such price at that time.' },
    QUOTE_EXPIRED: { description: 'The quote that was shown no longer held.' },
  },
});

@ObjectType('Charge', { description: 'What you were asked to pay for an act, and what became of it.' })
export class ChargeType {
  @Field(() => ID, { description: 'Its id, the same where it was asked for.' })
  id!: string;

  @Field({ description: 'The code of the price.' })
  priceCode!: string;

  @Field(() => BuzAmount, { nullable: true, description: 'The price; null when there was none.' })
  amount!: bigint | null;

  @Field(() => BuzChargeState, { description: 'Where it stands.' })
  state!: BuzChargeState;

  @Field(() => BuzChargeRefusal, { nullable: true, description: 'Why it was refused; null when it was not.' })
  because!: BuzChargeRefusal | null;

  @Field({ description: 'What it is about: venture, opportunity ...' })
  subjectType!: string;

  @Field(() => ID, { description: 'The id of that.' })
  subjectId!: string;

  @Field(() => Date, { description: 'When it was asked for, in business time.' })
  askedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the hold is given back without a word; null when refused.' })
  expiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended; null while it is held.' })
  endedAt!: Date | null;
}

export const ChargeConnection = connectionType(() => ChargeType, 'Charge');
