import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';

@Directive('@key(fields: "userId")')
@ObjectType('Wallet', {
  description: 'What somebody has. All of it follows from the ledger; nothing is stored beside it.',
})
export class WalletType {
  @Field(() => ID, { description: 'Whose it is.' })
  userId!: string;

  @Field(() => BuzAmount, { description: 'What can be spent now.' })
  available!: bigint;

  @Field(() => BuzAmount, { description: 'On hold for charges that are not settled yet.' })
  held!: bigint;

  @Field(() => BuzAmount, { description: 'In stakes.' })
  staked!: bigint;

  @Field(() => BuzAmount, { description: 'In escrow for investments and conversions that are not decided yet.' })
  invested!: bigint;
}

@Directive('@key(fields: "id")')
@ObjectType('User', { description: 'A person on the platform.' })
export class User {
  @Field(() => ID, { description: 'UUIDv7, the same in every subgraph.' })
  id!: string;
}

@ObjectType('TransferRules', {
  description: 'What transfers between people have to meet. Sums are rolling, fees not counted.',
})
export class TransferRulesType {
  @Field(() => BuzAmount, { description: 'The least amount.' })
  minimum!: bigint;

  @Field(() => BuzAmount, { description: 'The greatest amount.' })
  maximum!: bigint;

  @Field(() => BuzAmount, { description: 'The greatest amount when the identity of the sender is verified.' })
  maximumVerified!: bigint;

  @Field(() => BuzAmount, { description: 'At most this within 24 hours.' })
  maximumDay!: bigint;

  @Field(() => BuzAmount, { description: 'At most this within 30 days.' })
  maximumMonth!: bigint;

  @Field(() => BuzAmount, { description: 'At most this within 365 days.' })
  maximumYear!: bigint;

  @Field(() => BuzAmount, { description: 'More than this within 30 days needs a verified identity.' })
  unverifiedMonth!: bigint;

  @Field(() => Int, {
    description:
      'The fee in basis points of the amount, rounded up to the next 0.000001 BUZ; the sender pays it on top.',
  })
  feeBp!: number;

  @Field(() => [String], { description: 'The codes of the documents that the sender must have in force.' })
  documents!: string[];
}
