import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { connectionType } from '#chassis/graphql/connection';
import { DateTime } from '#chassis/graphql/scalars';
import type { TransferType } from '../domain/command.ts';
import type { Statement } from '../domain/statement.ts';
import type { Transaction } from '../domain/transaction.ts';

const TYPES = {
  GENESIS: 'The minting of the cap.',
  TRANSFER: 'Between two people.',
  REWARD: 'For what somebody did.',
  GRANT: 'From an administrator, out of a pool.',
  PURCHASE: 'For something that costs BUZ: on hold first.',
  STAKE: 'Into a stake.',
  UNSTAKE: 'Out of a stake.',
  STAKE_REWARD: 'What a stake earned.',
  PENALTY: 'For leaving a stake early.',
  INVESTMENT: 'Into, or back out of, an investment.',
  CONVERSION: 'Into, or back out of, a conversion.',
  PAYOUT: 'Paid by a venture.',
  BURN: 'Taken out of circulation.',
  REVERSAL: 'A former transfer, moved back.',
} as const satisfies Record<TransferType, string>;
export const TransactionTypeEnum = Object.fromEntries(Object.keys(TYPES).map((name) => [name, name]));
registerEnumType(TransactionTypeEnum, {
  name: 'BuzTransactionType',
  description: 'What a transfer was for.',
  valuesConfig: Object.fromEntries(Object.entries(TYPES).map(([name, description]) => [name, { description }])),
});

export const DirectionEnum = { IN: 'IN', OUT: 'OUT' } as const;
registerEnumType(DirectionEnum, {
  name: 'BuzDirection',
  description: 'Which way, as the wallet sees it.',
  valuesConfig: { IN: { description: 'Into the wallet.' }, OUT: { description: 'Out of the wallet.' } },
});

@ObjectType('BuzTransaction', { description: 'A transfer as one wallet sees it; it never changes.' })
export class TransactionType {
  @Field(() => ID, { description: 'The transfer in the ledger: the same for both sides.' })
  id!: string;

  @Field(() => TransactionTypeEnum, { description: 'What it was for.' })
  type!: TransferType;

  @Field(() => DirectionEnum, { description: 'Which way.' })
  direction!: 'IN' | 'OUT';

  @Field(() => BuzAmount, { description: 'How much, without the fee.' })
  amount!: bigint;

  @Field(() => BuzAmount, { description: 'What this wallet paid on top, or got back with a reversal.' })
  fee!: bigint;

  @Field(() => BuzAmount, { description: 'What the wallet had available directly after it.' })
  balanceAfter!: bigint;

  @Field({
    description: 'The account on the other side: wallet, held, staked, invested, treasury, or as in pool/REWARDS.',
  })
  counterpartyAccount!: string;

  @Field(() => String, { nullable: true, description: 'What was written beside it.' })
  memo!: string | null;

  @Field(() => ID, { nullable: true, description: 'The transfer that this one moves back.' })
  reversesId!: string | null;

  @Field(() => DateTime, { description: 'When, in business time.' })
  occurredAt!: Date;

  counterpartyId!: string | null;
}

export const TransactionConnection = connectionType(() => TransactionType, 'BuzTransaction');

export function transactionTypeOf(transaction: Transaction): TransactionType {
  const { id, type, direction, amount, fee, balanceAfter, counterparty, memo, reversesId, at } = transaction;
  return {
    ...{ id, type, direction, amount, fee, balanceAfter, memo, reversesId, occurredAt: at },
    counterpartyAccount: counterparty.account,
    counterpartyId: counterparty.userId,
  };
}

@InputType('BuzTransactionFilter', { description: 'Which transfers; all that is given has to hold.' })
export class TransactionFilterInput {
  @Field(() => [TransactionTypeEnum], { nullable: true, description: 'One of these.' })
  types?: TransferType[] | null;

  @Field(() => DirectionEnum, { nullable: true, description: 'Which way.' })
  direction?: 'IN' | 'OUT' | null;

  @Field(() => DateTime, { nullable: true, description: 'From then on.' })
  since?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before then.' })
  until?: Date | null;

  @Field(() => ID, { nullable: true, description: 'With this person.' })
  counterpartyId?: string | null;
}

@ObjectType('WalletStatement', { description: 'What happened in a wallet within a time, with the balances around it.' })
export class StatementType {
  @Field(() => DateTime, { description: 'Exclusive.' })
  from!: Date;

  @Field(() => DateTime, { description: 'Inclusive.' })
  until!: Date;

  @Field(() => BuzAmount, { description: 'What was available at `from`.' })
  openingBalance!: bigint;

  @Field(() => BuzAmount, { description: 'What was available at `until`.' })
  closingBalance!: bigint;

  @Field(() => Int, { description: 'How many transfers.' })
  lines!: number;

  statement!: Statement;
}
