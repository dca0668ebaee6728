import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';

export enum QuestKind {
  DAILY = 'DAILY',
  WEEKLY = 'WEEKLY',
  ONBOARDING = 'ONBOARDING',
}

registerEnumType(QuestKind, {
  name: 'QuestKind',
  description: "For how long a quest is played, by the player's own calendar.",
  valuesConfig: {
    DAILY: { description: 'A day.' },
    WEEKLY: { description: 'Monday to Sunday.' },
    ONBOARDING: { description: 'Once, without an end.' },
  },
});

export enum QuestStatus {
  OPEN = 'OPEN',
  COMPLETED = 'COMPLETED',
  CLAIMED = 'CLAIMED',
}

registerEnumType(QuestStatus, {
  name: 'QuestStatus',
  description: 'How a quest stands.',
  valuesConfig: {
    OPEN: { description: 'There are steps to be done.' },
    COMPLETED: { description: 'Its reward waits.' },
    CLAIMED: { description: 'Its reward was claimed.' },
  },
});

@ObjectType('PlayerQuestStep', { description: 'A step of a quest, and how far it is.' })
export class PlayerQuestStepType {
  @Field({ description: 'Its name within the quest.' })
  key!: string;

  @Field({ description: 'What to do.' })
  title!: string;

  @Field(() => [String], { description: 'The steps that come before it.' })
  after!: string[];

  @Field(() => Int, { description: 'How often it is to be done.' })
  count!: number;

  @Field(() => Int, { description: 'How often it was done.' })
  done!: number;

  @Field({ description: 'Whether the steps before it are done, so that it counts.' })
  unlocked!: boolean;
}

@ObjectType('PlayerQuest', { description: 'A quest in one window, as one player plays it.' })
export class PlayerQuestType {
  @Field(() => ID, { description: 'What to claim it by.' })
  id!: string;

  @Field({ description: 'The stable name of the quest: DAILY_HELLO.' })
  code!: string;

  @Field({ description: 'What people call it.' })
  title!: string;

  @Field(() => QuestKind, { description: 'For how long it is played.' })
  kind!: QuestKind;

  @Field(() => QuestStatus, { description: 'How it stands.' })
  status!: QuestStatus;

  @Field(() => [PlayerQuestStepType], { description: 'Its steps, at most 12.' })
  steps!: PlayerQuestStepType[];

  @Field(() => String, { nullable: true, description: 'The last day on which facts count: 2026-03-29; null for ever.' })
  lastDay!: string | null;

  @Field(() => String, { nullable: true, description: 'The last day on which it can be claimed; null for ever.' })
  claimUntil!: string | null;

  @Field(() => Date, { nullable: true, description: 'When the last step was done.' })
  completedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the reward was claimed.' })
  claimedAt!: Date | null;
}

@ObjectType('QuestClaimed', { description: 'The reward is on its way: XP at once, BUZ by way of the ledger.' })
export class QuestClaimed {
  @Field(() => ID, { description: 'The quest that was claimed.' })
  playerQuestId!: string;
}

@ObjectType('QuestCreated', { description: 'The quest is played from now on.' })
export class QuestCreated {
  @Field(() => ID, { description: 'Its id.' })
  questId!: string;
}

@ObjectType('QuestRetired', { description: 'Nobody makes progress in it any more.' })
export class QuestRetired {
  @Field(() => ID, { description: 'Its id.' })
  questId!: string;
}

@InputType('ClaimQuestInput', { description: 'Which quest.' })
export class ClaimQuestInput {
  @Field(() => ID, { description: "A completed quest of one's own." })
  playerQuestId!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('QuestStepInput', { description: 'A step of a new quest.' })
export class QuestStepInput {
  @Field({ description: 'A WORD in capitals, once per quest.' })
  key!: string;

  @Field({ description: 'What to do, 1 to 120 characters.' })
  title!: string;

  @Field(() => [String], { description: 'Facts of any of these kinds count: KUDOS_GIVEN.' })
  kinds!: string[];

  @Field(() => Int, { description: 'How often, 1 to 1000.' })
  count!: number;

  @Field(() => [String], { defaultValue: [], description: 'Keys of the steps that come before it; no circles.' })
  after!: string[];
}

@InputType('CreateQuestInput', { description: 'A new quest.' })
export class CreateQuestInput {
  @Field({ description: 'A WORD in capitals that no quest has yet.' })
  code!: string;

  @Field({ description: '1 to 80 characters.' })
  title!: string;

  @Field(() => QuestKind, { description: 'For how long it is played.' })
  kind!: QuestKind;

  @Field(() => [QuestStepInput], { description: '1 to 12 steps.' })
  steps!: QuestStepInput[];
}

@InputType('RetireQuestInput', { description: 'Which quest.' })
export class RetireQuestInput {
  @Field(() => ID, { description: 'A quest that is played.' })
  questId!: string;
}
