import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';
import { resultUnion } from '#chassis/graphql/result';
import { DateTime } from '#chassis/graphql/scalars';

export const ReconciliationCheckName = {
  ENTRIES: 'ENTRIES',
  ACCOUNTS: 'ACCOUNTS',
  HOLDS: 'HOLDS',
  CAP: 'CAP',
  BLOCKS: 'BLOCKS',
  UNSEALED: 'UNSEALED',
} as const;
export type ReconciliationCheckName = keyof typeof ReconciliationCheckName;
registerEnumType(ReconciliationCheckName, {
  name: 'ReconciliationCheckName',
  description: 'What is compared.',
  valuesConfig: {
    ENTRIES: { description: 'Every entry with the one before it, and with its transfer.' },
    ACCOUNTS: { description: 'Every account with its entries, its bounds and its name.' },
    HOLDS: { description: 'What is on hold with the holds that are open.' },
    CAP: { description: 'The sum of all accounts with what was minted.' },
    BLOCKS: { description: 'Every sealed transfer, made anew from its columns and entries, with its signed block.' },
    UNSEALED: { description: 'Transfers that wait for their block, and whether they wait too long.' },
  },
});

export const ReconciliationOutcome = {
  RUNNING: 'RUNNING',
  CLEAN: 'CLEAN',
  DIFFERS: 'DIFFERS',
} as const;
export type ReconciliationOutcome = keyof typeof ReconciliationOutcome;
registerEnumType(ReconciliationOutcome, {
  name: 'ReconciliationOutcome',
  description: 'How a reconciliation ended.',
  valuesConfig: {
    RUNNING: { description: 'It has not ended.' },
    CLEAN: { description: 'Everything agreed.' },
    DIFFERS: { description: 'Something did not: it was told and logged as an error.' },
  },
});

@ObjectType('ReconciliationCheck', { description: 'One of the comparisons of a run.' })
export class ReconciliationCheckType {
  @Field(() => ReconciliationCheckName, { description: 'What was compared.' })
  name!: ReconciliationCheckName;

  @Field(() => Int, { description: 'How many things were looked at so far.' })
  checked!: number;

  @Field(() => Int, { description: 'How many did not agree.' })
  differences!: number;
}

@ObjectType('ReconciliationFinding', { description: 'Something that did not agree.' })
export class ReconciliationFindingType {
  @Field(() => ReconciliationCheckName, { description: 'In which comparison.' })
  check!: ReconciliationCheckName;

  @Field({ description: 'Where: an account and version, a block, a transfer.' })
  subject!: string;

  @Field({ description: 'What should be there.' })
  expected!: string;

  @Field({ description: 'What is there.' })
  found!: string;
}

@ObjectType('Reconciliation', { description: 'The ledger, recomputed and compared with itself.' })
export class ReconciliationType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'Whether it is the one of the night; else somebody asked for it.' })
  nightly!: boolean;

  @Field(() => DateTime, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it runs.' })
  endedAt!: Date | null;

  @Field(() => ReconciliationOutcome, { description: 'How it ended.' })
  outcome!: ReconciliationOutcome;

  @Field(() => Int, { description: 'How many things did not agree, in all comparisons.' })
  differences!: number;

  @Field(() => [ReconciliationCheckType], { description: 'The comparisons that have begun, in order.' })
  checks!: ReconciliationCheckType[];

  @Field(() => [ReconciliationFindingType], { description: 'What did not agree, the first 100.' })
  findings!: ReconciliationFindingType[];
}

export const ReconciliationConnection = connectionType(() => ReconciliationType, 'Reconciliation');

@ObjectType('ReconciliationStarted', { description: 'A reconciliation runs.' })
export class ReconciliationStarted {
  @Field(() => ReconciliationType, { description: 'The run; it is the one that already ran if there was one.' })
  reconciliation!: ReconciliationType;
}

export const ReconcileLedgerResult = resultUnion('ReconcileLedgerResult', [ReconciliationStarted]);
