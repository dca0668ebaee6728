import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import type { LimitWindow } from '../domain/transfer-rules.ts';
import { LimitWindowEnum } from './ledger.refusal.ts';

export const WalletStatusEnum = { ACTIVE: 'ACTIVE', FROZEN: 'FROZEN', CLOSED: 'CLOSED' } as const;
registerEnumType(WalletStatusEnum, {
  name: 'WalletStatus',
  description: 'What a wallet may do.',
  valuesConfig: {
    ACTIVE: { description: 'It receives and pays.' },
    FROZEN: { description: 'It receives; nothing can leave it.' },
    CLOSED: { description: 'Neither, for good.' },
  },
});

@ObjectType('WalletLimit', { description: 'How much of a rolling window is used.' })
export class WalletLimitType {
  @Field(() => LimitWindowEnum, { description: 'Which window.' })
  window!: LimitWindow;

  @Field(() => BuzAmount, { description: 'What may be sent within it.' })
  maximum!: bigint;

  @Field(() => BuzAmount, { description: 'What was sent within it, fees not counted.' })
  used!: bigint;

  @Field(() => BuzAmount, { description: 'What may still be sent now.' })
  left!: bigint;
}

@ObjectType('TransferQuote', { description: 'What a transfer would cost now, and what would stand against it.' })
export class TransferQuoteType {
  @Field(() => BuzAmount, { description: 'What the other one gets.' })
  amount!: bigint;

  @Field(() => BuzAmount, { description: 'What you pay on top.' })
  fee!: bigint;

  @Field(() => BuzAmount, { description: 'What leaves your wallet.' })
  total!: bigint;

  @Field({ description: 'Whether it would be done now, after a fresh authentication.' })
  affordable!: boolean;

  @Field(() => String, { nullable: true, description: 'The code of the refusal that would come; null: none.' })
  refusalCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Its sentence.' })
  refusalMessage!: string | null;
}
