import { ArrayMaxSize } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { RefusalType } from '#chassis/graphql/refusal.type';
import { User } from './player.type.ts';
import { Reason } from './reason.ts';

enum SuspicionSignal {
  VELOCITY = 'VELOCITY',
  MUTUAL_AWARDS = 'MUTUAL_AWARDS',
  SAME_COUNTERPART = 'SAME_COUNTERPART',
}

registerEnumType(SuspicionSignal, {
  name: 'SuspicionSignal',
  description: 'What was noticed.',
  valuesConfig: {
    VELOCITY: { description: 'More than 60 facts within an hour.' },
    MUTUAL_AWARDS: { description: 'Two people brought each other five awards or more within 30 days.' },
    SAME_COUNTERPART: { description: 'Of ten or more received within 30 days, three fifths came from one person.' },
  },
});

enum SuspicionDecision {
  DISMISSED = 'DISMISSED',
  TAKEN_BACK = 'TAKEN_BACK',
}

registerEnumType(SuspicionDecision, {
  name: 'SuspicionDecision',
  description: 'What a person decided.',
  valuesConfig: {
    DISMISSED: { description: 'It was nothing.' },
    TAKEN_BACK: { description: 'The named facts were taken back, with what followed from them.' },
  },
});

@ObjectType('SuspiciousFact', { description: 'Something that was done.' })
export class SuspiciousFact {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'What was done.' })
  kind!: string;

  @Field(() => User, { nullable: true, description: 'To whom it counts.' })
  user!: User | null;

  @Field(() => Date, { description: 'When it happened, in business time.' })
  happenedAt!: Date;

  @Field({ description: 'Whether it was taken back.' })
  takenBack!: boolean;
}

@ObjectType('Suspicion', { description: 'What looks like farming. Nothing was taken from anybody: a person decides.' })
export class SuspicionType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => SuspicionSignal, { description: 'What was noticed.' })
  signal!: SuspicionSignal;

  @Field(() => User, { nullable: true, description: 'With whom.' })
  user!: User | null;

  @Field(() => User, { nullable: true, description: 'The other person of a pair.' })
  counterpart!: User | null;

  @Field({ description: 'The business day (UTC); one of a kind and pair a day.' })
  day!: string;

  /** Not in the graph: `facts` shows them. */
  factIds!: readonly string[];

  @Field(() => Int, { description: 'Facts of the hour before.' })
  thisHour!: number;

  @Field(() => Int, { description: 'What the person received from anybody within 30 days.' })
  received!: number;

  @Field(() => Int, { description: 'How much of it from the other person.' })
  fromOther!: number;

  @Field(() => Int, { description: 'What the other person received from this one.' })
  toOther!: number;

  @Field(() => Date, { description: 'When it was noticed.' })
  raisedAt!: Date;

  @Field(() => SuspicionDecision, { nullable: true, description: 'What was decided; null while it waits.' })
  decision!: SuspicionDecision | null;

  @Field(() => User, { nullable: true, description: 'By whom.' })
  decidedBy!: User | null;

  @Field(() => Date, { nullable: true, description: 'When.' })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string | null;
}

export const SuspicionConnection = connectionType(() => SuspicionType, 'Suspicion');

@InputType('ReviewSuspicionInput', { description: 'What a person decided.' })
export class ReviewSuspicionInput {
  @Field(() => ID, { description: 'Which.' })
  suspicionId!: string;

  @Field(() => SuspicionDecision, { description: 'What.' })
  decision!: SuspicionDecision;

  @ArrayMaxSize(200)
  @Field(() => [ID], { defaultValue: [], description: 'The facts of the suspicion that are to be taken back.' })
  factIds!: string[];

  @Reason()
  @Field({ description: 'Why: 1 to 500 characters. Players whose facts are taken back read it.' })
  reason!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@ObjectType('SuspicionReviewed', { description: 'It was decided.' })
export class SuspicionReviewed {
  @Field(() => SuspicionType, { nullable: true, description: 'The suspicion as it is now.' })
  suspicion!: SuspicionType | null;
}

@ObjectType('SuspicionDecided', { implements: RefusalType, description: 'Somebody decided it before.' })
export class SuspicionDecided extends RefusalType {}

@ObjectType('SuspicionFactsInvalid', {
  implements: RefusalType,
  description: 'To take back name facts of the suspicion; to dismiss name none.',
})
export class SuspicionFactsInvalid extends RefusalType {
  @Field(() => [ID], { description: 'Those that are not of the suspicion.' })
  strange!: string[];
}
