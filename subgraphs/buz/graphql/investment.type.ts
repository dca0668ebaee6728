import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { connectionType } from '#chassis/graphql/connection';
import { RefusalType } from '#chassis/graphql/refusal.type';

export enum InvestmentTypeEnum {
  EQUITY = 'EQUITY',
  DEBT = 'DEBT',
  REVENUE_SHARE = 'REVENUE_SHARE',
}
registerEnumType(InvestmentTypeEnum, {
  name: 'InvestmentType',
  description: 'What an investor gets; the terms lie with the venture and its documents.',
  valuesConfig: {
    EQUITY: { description: 'A part of the venture.' },
    DEBT: { description: 'A loan to it.' },
    REVENUE_SHARE: { description: 'A share of what it earns.' },
  },
});

export enum InvestmentStateEnum {
  PENDING = 'PENDING',
  ACCEPTED = 'ACCEPTED',
  REJECTED = 'REJECTED',
  EXPIRED = 'EXPIRED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(InvestmentStateEnum, {
  name: 'InvestmentState',
  description: 'How far an investment is.',
  valuesConfig: {
    PENDING: { description: 'In escrow; the venture has not answered.' },
    ACCEPTED: { description: 'The venture took it; the escrow went to its account.' },
    REJECTED: { description: 'The venture declined; the escrow is back in the wallet.' },
    EXPIRED: { description: 'The venture did not answer in time; the escrow is back in the wallet.' },
    WITHDRAWN: { description: 'The investor took the escrow back.' },
  },
});

@ObjectType('Investment', { description: 'BUZ for a venture, in escrow until the venture answers.' })
export class InvestmentObject {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => ID, { description: 'The venture.' })
  ventureId!: string;

  @Field(() => InvestmentTypeEnum, { description: 'What the investor gets.' })
  type!: InvestmentTypeEnum;

  @Field(() => BuzAmount, { description: 'How much.' })
  amount!: bigint;

  @Field(() => InvestmentStateEnum, { description: 'How far it is.' })
  state!: InvestmentStateEnum;

  @Field(() => String, { nullable: true, description: 'Why the venture declined.' })
  because!: string | null;

  @Field(() => Date, { description: 'When it was made.' })
  openedAt!: Date;

  @Field(() => Date, { description: 'Without an answer until then, the escrow goes back.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ended, in whatever way.' })
  endedAt!: Date | null;
}
export const InvestmentConnection = connectionType(() => InvestmentObject, 'Investment');

@ObjectType('BuzEscrowEnded', {
  implements: RefusalType,
  description: 'It was already ended or decided: nothing of it can be changed any more.',
})
export class BuzEscrowEnded extends RefusalType {
  @Field({ description: 'The state that it is in.' })
  ended!: string;
}
