import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { connectionType } from '#chassis/graphql/connection';

export enum BuzRuleOrigin {
  SEED = 'SEED',
  FOUR_EYES = 'FOUR_EYES',
  GOVERNANCE = 'GOVERNANCE',
}
registerEnumType(BuzRuleOrigin, {
  name: 'BuzRuleOrigin',
  description: 'Who decided a version of a price or a reward.',
  valuesConfig: {
    SEED: { description: 'What the economy started with.' },
    FOUR_EYES: { description: 'One administrator proposed it, another approved.' },
    GOVERNANCE: { description: 'A proposal that was passed by vote.' },
  },
});

@ObjectType('PriceRule', { description: 'One version of a price; versions are added, never changed.' })
export class PriceRuleType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'What it is the price of: VENTURE_CREATE.' })
  code!: string;

  @Field(() => Int, { description: '1, 2, 3 ... per code.' })
  version!: number;

  @Field(() => BuzAmount, { description: 'What it costs; 0 is free.' })
  amount!: bigint;

  @Field({ description: 'VENTURE, TEAM, OPPORTUNITY, LEGAL or PLATFORM.' })
  category!: string;

  @Field(() => Date, { description: 'Holds from here on, in business time.' })
  effectiveFrom!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'Holds until just before here; then the version before holds again. Null: until a later version.',
  })
  effectiveUntil!: Date | null;

  @Field(() => BuzRuleOrigin, { description: 'Who decided it.' })
  origin!: BuzRuleOrigin;

  @Field({ description: 'The reason that was given.' })
  because!: string;
}

export const PriceRuleConnection = connectionType(() => PriceRuleType, 'PriceRule');

@ObjectType('ChargeQuote', {
  description: 'What something costs you now. Given along with the act, it makes sure that it costs nothing else.',
})
export class ChargeQuoteType {
  @Field(() => ID, { description: 'Opaque and signed: good for you and this price only.' })
  id!: string;

  @Field({ description: 'What it is the price of.' })
  priceCode!: string;

  @Field(() => BuzAmount, { description: 'What it costs; 0 is free.' })
  cost!: bigint;

  @Field(() => BuzAmount, { description: 'What your wallet has available.' })
  available!: bigint;

  @Field({ description: 'Whether that is enough.' })
  affordable!: boolean;

  @Field(() => Date, {
    description: 'Good until just before here, in business time: 15 minutes, or the next change of the price.',
  })
  expiresAt!: Date;
}
