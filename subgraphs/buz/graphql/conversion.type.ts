import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { connectionType } from '#chassis/graphql/connection';
import { RefusalType } from '#chassis/graphql/refusal.type';

export enum ConversionStateEnum {
  PENDING = 'PENDING',
  APPROVED = 'APPROVED',
  CONVERTED = 'CONVERTED',
  REJECTED = 'REJECTED',
  DECLINED = 'DECLINED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(ConversionStateEnum, {
  name: 'ConversionState',
  description: 'How far a conversion is.',
  valuesConfig: {
    PENDING: { description: 'In escrow; an administrator has to decide.' },
    APPROVED: { description: 'In escrow; the venture has to enter the shares.' },
    CONVERTED: { description: 'The shares are entered; the escrow went to the venture.' },
    REJECTED: { description: 'An administrator refused; the escrow is back in the wallet.' },
    DECLINED: { description: 'The venture could not enter the shares; the escrow is back in the wallet.' },
    WITHDRAWN: { description: 'Its owner took the escrow back.' },
  },
});

@ObjectType('ConversionWindow', { description: 'A time in which BUZ can become equity of a venture.' })
export class ConversionWindowType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => ID, { description: 'The venture.' })
  ventureId!: string;

  @Field(() => Int, { description: 'Basis points of the venture for 10,000 BUZ: 100 is one percent.' })
  rateBp!: number;

  @Field(() => BuzAmount, { description: 'The least amount: it is worth one basis point.' })
  minimum!: bigint;

  @Field(() => Date, { description: 'From then on it takes requests.' })
  opensAt!: Date;

  @Field(() => Date, { description: 'From then on no more.' })
  closesAt!: Date;
}
export const ConversionWindowConnection = connectionType(() => ConversionWindowType, 'ConversionWindow');

@ObjectType('Conversion', { description: 'BUZ that is to become equity.' })
export class ConversionType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => ID, { description: 'The window in which it was requested.' })
  windowId!: string;

  @Field(() => ID, { description: 'The venture.' })
  ventureId!: string;

  /** Not in the graph by itself: shown as `owner`. */
  ownerId!: string;

  @Field(() => BuzAmount, { description: 'How much BUZ.' })
  amount!: bigint;

  @Field(() => Int, { description: 'For how many basis points of the venture: floor(amount x rate / 10,000 BUZ).' })
  equityBp!: number;

  @Field(() => ConversionStateEnum, { description: 'How far it is.' })
  state!: ConversionStateEnum;

  @Field(() => String, { nullable: true, description: 'The reason of whoever decided.' })
  because!: string | null;

  @Field(() => Date, { description: 'When it was requested.' })
  requestedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ended, in whatever way.' })
  endedAt!: Date | null;
}
export const ConversionConnection = connectionType(() => ConversionType, 'Conversion');

@ObjectType('BuzConversionWindowClosed', {
  implements: RefusalType,
  description: 'The window is not open now, or there is none.',
})
export class BuzConversionWindowClosed extends RefusalType {
  @Field(() => Date, { nullable: true, description: 'When it opens; null: there is none.' })
  opensAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it closes; null: there is none.' })
  closesAt!: Date | null;
}

@ObjectType('BuzConversionWindowInvalid', {
  implements: RefusalType,
  description: 'A window cannot be like that; the message says why.',
})
export class BuzConversionWindowInvalid extends RefusalType {}
