import { Field, Int, ObjectType } from 'type-graphql';
import { RefusalType } from '#chassis/graphql/refusal.type';
import { GoalStatus } from './goal.type.ts';

const says = (description: string) => ({ implements: RefusalType, description });

@ObjectType('BadgeRuleInvalid', says('The rule of a badge is not acceptable.'))
export class BadgeRuleInvalid extends RefusalType {
  @Field({ description: 'Where in the rule: rule.all[1].count.atLeast.' })
  place!: string;

  @Field({ description: 'What has to be there.' })
  problem!: string;
}

@ObjectType('BadgeInvalid', says('A field of a badge is not acceptable.'))
export class BadgeInvalid extends RefusalType {
  @Field({ description: 'Which.' })
  field!: string;
}

@ObjectType('BadgeCodeTaken', says('There is a badge of this code, or of this family and tier, already.'))
export class BadgeCodeTaken extends RefusalType {}

@ObjectType('QuestInvalid', says('A quest is not acceptable.'))
export class QuestInvalid extends RefusalType {
  @Field({ description: 'Where: steps[1].kinds; steps when they wait for each other.' })
  place!: string;

  @Field({ description: 'What has to be there.' })
  problem!: string;
}

@ObjectType('QuestCodeTaken', says('There is a quest of this code already.'))
export class QuestCodeTaken extends RefusalType {}

@ObjectType('QuestAlreadyClaimed', says('The reward was claimed already.'))
export class QuestAlreadyClaimed extends RefusalType {}

@ObjectType('QuestNotCompleted', says('There are steps still to be done.'))
export class QuestNotCompleted extends RefusalType {}

@ObjectType('QuestExpired', says('It is too late to claim the reward.'))
export class QuestExpired extends RefusalType {}

@ObjectType('GoalInvalid', says('A field of a goal is not acceptable.'))
export class GoalInvalid extends RefusalType {
  @Field({ description: 'Which.' })
  field!: string;
}

@ObjectType('GoalsFull', says('No more goals before some are over.'))
export class GoalsFull extends RefusalType {}

@ObjectType('GoalOutdated', says('The goal was changed meanwhile: read it again.'))
export class GoalOutdated extends RefusalType {
  @Field(() => Int, { description: 'The version that the goal has now.' })
  currentVersion!: number;
}

@ObjectType('GoalTransitionRefused', says('The goal does not go there from where it is.'))
export class GoalTransitionRefused extends RefusalType {
  @Field(() => GoalStatus, { description: 'Where it is.' })
  status!: GoalStatus;
}

@ObjectType('KudosToSelf', says('Nobody thanks himself.'))
export class KudosToSelf extends RefusalType {}

@ObjectType('GameTextInvalid', says('A text is empty, too long, or not plain.'))
export class GameTextInvalid extends RefusalType {
  @Field({ description: 'Which.' })
  field!: string;
}

@ObjectType('GameLimitReached', says('No more of it today; the business day is the UTC date.'))
export class GameLimitReached extends RefusalType {
  @Field(() => Int, { description: 'So many a day, those taken back included.' })
  limit!: number;
}

@ObjectType('PollInvalid', says('The options or the closing time of a poll are not acceptable.'))
export class PollInvalid extends RefusalType {
  @Field({ description: 'Which.' })
  field!: string;
}

@ObjectType('PollClosed', says('The poll is over.'))
export class PollClosed extends RefusalType {
  @Field(() => Date, { description: 'Since when.' })
  closedAt!: Date;
}

@ObjectType('PollOptionUnknown', says('The poll has no such option.'))
export class PollOptionUnknown extends RefusalType {}

@ObjectType('PollAlreadyVoted', says('One vote per person, for good.'))
export class PollAlreadyVoted extends RefusalType {}

@ObjectType('PollHasVotes', says('A poll in which somebody voted is not withdrawn.'))
export class PollHasVotes extends RefusalType {}
