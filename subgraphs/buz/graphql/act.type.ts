import { Length, Matches } from 'class-validator';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { connectionType } from '#chassis/graphql/connection';
import { RefusalType } from '#chassis/graphql/refusal.type';
import { DateTime } from '#chassis/graphql/scalars';
import type { ActState } from '../domain/act.ts';
import { WRITTEN_TEXT } from '../domain/written-text.ts';

export const ActStateEnum = {
  WAITING: 'WAITING',
  DONE: 'DONE',
  REJECTED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
  EXPIRED: 'EXPIRED',
} as const;
registerEnumType(ActStateEnum, {
  name: 'BuzActState',
  description: 'Where an act of two people stands.',
  valuesConfig: {
    WAITING: { description: 'Somebody else has to decide.' },
    DONE: { description: 'It was approved and happened.' },
    REJECTED: { description: 'Somebody else said no.' },
    WITHDRAWN: { description: 'The one who proposed it took it back.' },
    EXPIRED: { description: 'Nobody decided within seven days.' },
  },
});

@ObjectType('BuzAct', { description: 'An act of administration that needs two people.' })
export class ActType {
  @Field(() => ID, { description: 'UUIDv7.' })
  id!: string;

  @Field({ description: 'What it is: GRANT, REVERSAL ...' })
  kind!: string;

  @Field({ description: 'One sentence for the one who decides.' })
  summary!: string;

  @Field({ description: 'Why it was proposed.' })
  reason!: string;

  @Field(() => ActStateEnum, { description: 'Where it stands.' })
  state!: ActState;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  proposedAt!: Date;

  @Field(() => DateTime, { description: 'Until when somebody may decide.' })
  expiresAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was decided; null: not yet.' })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  decisionReason!: string | null;

  @Field(() => ID, { nullable: true, description: 'What came to be by it: a transfer, a version of a price ...' })
  subjectId!: string | null;

  proposerId!: string;
  deciderId!: string | null;
}

export const ActConnection = connectionType(() => ActType, 'BuzAct');

@ObjectType('BuzAdminLogLine', { description: 'One thing that an administrator of the money did; never changed.' })
export class AdminLogLineType {
  @Field(() => ID, { description: 'Its number.' })
  n!: string;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;

  @Field({ description: 'What: GRANT_DONE, WALLET_FROZEN ...' })
  act!: string;

  @Field({ description: 'What kind of thing it is about: WALLET, TRANSFER or ACT.' })
  subjectType!: string;

  @Field(() => ID, { description: 'Which.' })
  subjectId!: string;

  @Field({ description: 'Why.' })
  reason!: string;

  adminId!: string;
}

export const AdminLogConnection = connectionType(() => AdminLogLineType, 'BuzAdminLogLine');

const says = (description: string) => ({ implements: RefusalType, description });

@ObjectType('BuzActDecided', says('The act was decided before, or nobody decided in time.'))
export class BuzActDecided extends RefusalType {
  @Field(() => ActStateEnum, { description: 'How it ended.' })
  state!: ActState;
}

@ObjectType('BuzActOwn', says('Nobody decides what he proposed himself.'))
export class BuzActOwn extends RefusalType {}

@ObjectType('BuzActNotPossible', says('What was proposed cannot happen now; it still waits.'))
export class BuzActNotPossible extends RefusalType {
  @Field({ description: 'The code of the refusal that stands against it.' })
  because!: string;
}

@InputType()
abstract class DecideActInput {
  @Field(() => ID, { description: 'The act.' })
  actId!: string;

  @Length(1, 500)
  @Matches(WRITTEN_TEXT, { message: 'must be one line without control characters' })
  @Field({ description: 'Why: 1 to 500 characters, kept.' })
  reason!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('ApproveBuzActInput', { description: 'What to approve.' })
export class ApproveBuzActInput extends DecideActInput {}

@InputType('RejectBuzActInput', { description: 'What to reject.' })
export class RejectBuzActInput extends DecideActInput {}

@InputType('WithdrawBuzActInput', { description: 'What to take back.' })
export class WithdrawBuzActInput extends DecideActInput {}
