import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { connectionType } from '#chassis/graphql/connection';

export enum GoalStatus {
  ACTIVE = 'ACTIVE',
  PAUSED = 'PAUSED',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(GoalStatus, {
  name: 'GoalStatus',
  description: 'How a goal stands.',
  valuesConfig: {
    ACTIVE: { description: 'Progress is recorded.' },
    PAUSED: { description: 'It rests.' },
    COMPLETED: { description: 'The target was reached.' },
    CANCELLED: { description: 'It was given up.' },
  },
});

export enum GoalPriority {
  LOW = 'LOW',
  MEDIUM = 'MEDIUM',
  HIGH = 'HIGH',
}

registerEnumType(GoalPriority, {
  name: 'GoalPriority',
  description: 'How much a goal matters to its owner.',
  valuesConfig: {
    LOW: { description: 'It can wait.' },
    MEDIUM: { description: 'As any other.' },
    HIGH: { description: 'First.' },
  },
});

export enum GoalChange {
  ACTIVE = 'ACTIVE',
  PAUSED = 'PAUSED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(GoalChange, {
  name: 'GoalChange',
  description: 'What the owner of a goal can make of it; only progress completes it.',
  valuesConfig: {
    ACTIVE: { description: 'Resume it.' },
    PAUSED: { description: 'Let it rest.' },
    CANCELLED: { description: 'Give it up, for good.' },
  },
});

@ObjectType('Goal', { description: 'Something that a person wants to reach.' })
export class GoalType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: '1 to 120 characters.' })
  title!: string;

  @Field(() => Int, { description: 'What is to be reached, in whole units.' })
  target!: number;

  @Field(() => Int, { description: 'What is reached, 0 to target.' })
  current!: number;

  @Field({ description: 'What is counted: pages, kilometres.' })
  unit!: string;

  @Field(() => Date, { nullable: true, description: 'Until when; nothing happens when it passes.' })
  deadline!: Date | null;

  @Field(() => GoalPriority, { description: 'How much it matters.' })
  priority!: GoalPriority;

  @Field(() => GoalStatus, { description: 'How it stands.' })
  status!: GoalStatus;

  @Field(() => Int, { description: 'Grows with every change; name it with the next one.' })
  version!: number;

  @Field(() => Date, { description: 'When it was set.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was reached.' })
  completedAt!: Date | null;
}

export const GoalConnection = connectionType(() => GoalType, 'Goal');

@ObjectType('GoalSaved', { description: 'The goal as it is now.' })
export class GoalSaved {
  @Field(() => ID, { description: 'Its id.' })
  goalId!: string;
}

@ObjectType('GoalDeleted', { description: 'The goal is gone; what it earned stays.' })
export class GoalDeleted {
  @Field(() => ID, { description: 'The id that it had.' })
  goalId!: string;
}

@InputType('CreateGoalInput', { description: 'A goal to set oneself.' })
export class CreateGoalInput {
  @Field({ description: '1 to 120 characters.' })
  title!: string;

  @Field(() => Int, { description: 'What is to be reached, at least 1.' })
  target!: number;

  @Field({ description: 'What is counted, 1 to 30 characters.' })
  unit!: string;

  @Field(() => Date, { nullable: true, description: 'Until when.' })
  deadline?: Date | null;

  @Field(() => GoalPriority, { defaultValue: GoalPriority.MEDIUM, description: 'How much it matters.' })
  priority!: GoalPriority;
}

@InputType('UpdateGoalInput', { description: 'Another title, target ... Fields that are left out stay.' })
export class UpdateGoalInput {
  @Field(() => ID, { description: "A goal of one's own." })
  goalId!: string;

  @Field(() => Int, { description: 'The version that one saw.' })
  version!: number;

  @Field(() => String, { nullable: true, description: '1 to 120 characters.' })
  title?: string | null;

  @Field(() => Int, { nullable: true, description: 'More than what is reached.' })
  target?: number | null;

  @Field(() => String, { nullable: true, description: '1 to 30 characters.' })
  unit?: string | null;

  @Field(() => Date, { nullable: true, description: 'Until when; null removes it.' })
  deadline?: Date | null;

  @Field(() => GoalPriority, { nullable: true, description: 'How much it matters.' })
  priority?: GoalPriority | null;
}

@InputType('ChangeGoalStatusInput', { description: 'Which goal, and what becomes of it.' })
export class ChangeGoalStatusInput {
  @Field(() => ID, { description: "A goal of one's own." })
  goalId!: string;

  @Field(() => Int, { description: 'The version that one saw.' })
  version!: number;

  @Field(() => GoalChange, { description: 'What becomes of it.' })
  status!: GoalChange;
}

@InputType('DeleteGoalInput', { description: 'Which goal.' })
export class DeleteGoalInput {
  @Field(() => ID, { description: "A goal of one's own." })
  goalId!: string;

  @Field(() => Int, { description: 'The version that one saw.' })
  version!: number;
}

@InputType('RecordGoalProgressInput', { description: 'How far one is.' })
export class RecordGoalProgressInput {
  @Field(() => ID, { description: "An active goal of one's own." })
  goalId!: string;

  @Field(() => Int, { description: 'The version that one saw.' })
  version!: number;

  @Field(() => Int, { description: 'What is reached in all; clamped to 0 to target.' })
  current!: number;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}
