import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { connectionType } from '#chassis/graphql/connection';

@ObjectType('Idea', { description: 'An idea that somebody shared with everybody.' })
export class IdeaType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: '1 to 120 characters.' })
  title!: string;

  @Field({ description: 'Plain text, at most 4,000 characters.' })
  text!: string;

  @Field(() => Date, { description: 'When it was posted.' })
  postedAt!: Date;

  /** Not in the graph as it is. */
  authorId!: string;
}

export const IdeaConnection = connectionType(() => IdeaType, 'Idea');

@ObjectType('Kudos', { description: 'Thanks from one person to another.' })
export class KudosType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'Plain text, at most 280 characters.' })
  text!: string;

  @Field(() => Date, { description: 'When it was given.' })
  givenAt!: Date;

  /** Not in the graph as they are. */
  giverId!: string;
  receiverId!: string;
}

export const KudosConnection = connectionType(() => KudosType, 'Kudos');

@ObjectType('PollOption', { description: 'What one can vote for.' })
export class PollOptionType {
  @Field(() => Int, { description: 'Its number, from 1: what votePoll names.' })
  position!: number;

  @Field({ description: 'What it says.' })
  text!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Votes for it; null before one voted oneself or the poll closed, so that votes do not follow votes.',
  })
  votes!: number | null;
}

@ObjectType('Poll', { description: 'A question to everybody.' })
export class PollType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: '1 to 200 characters.' })
  question!: string;

  @Field(() => Date, { description: 'When it was opened.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'From then on no vote counts, by the business clock.' })
  closesAt!: Date;

  /** Not in the graph as it is. */
  authorId!: string;
}

export const PollConnection = connectionType(() => PollType, 'Poll');

@ObjectType('KudosGiven', { description: 'Somebody was thanked.' })
export class KudosGiven {
  @Field(() => ID, { description: 'The id of the thanks.' })
  kudosId!: string;
}

@ObjectType('KudosWithdrawn', { description: 'The thanks and what they earned were taken back.' })
export class KudosWithdrawn {
  @Field(() => ID, { description: 'The id that they had.' })
  kudosId!: string;
}

@ObjectType('IdeaPosted', { description: 'The idea is there for everybody.' })
export class IdeaPosted {
  @Field(() => ID, { description: 'Its id.' })
  ideaId!: string;
}

@ObjectType('IdeaWithdrawn', { description: 'The idea and what it earned were taken back.' })
export class IdeaWithdrawn {
  @Field(() => ID, { description: 'The id that it had.' })
  ideaId!: string;
}

@ObjectType('PollCreated', { description: 'The poll is open.' })
export class PollCreated {
  @Field(() => ID, { description: 'Its id.' })
  pollId!: string;
}

@ObjectType('PollWithdrawn', { description: 'The poll is gone.' })
export class PollWithdrawn {
  @Field(() => ID, { description: 'The id that it had.' })
  pollId!: string;
}

@ObjectType('PollVoted', { description: 'The vote counts.' })
export class PollVoted {
  @Field(() => ID, { description: 'The id of the poll.' })
  pollId!: string;
}

@InputType('GiveKudosInput', { description: 'Whom to thank, and for what.' })
export class GiveKudosInput {
  @Field(() => ID, { description: 'The person; not oneself.' })
  receiverId!: string;

  @Field({ description: 'Plain text, 1 to 280 characters.' })
  text!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('WithdrawKudosInput', { description: 'Which thanks to take back.' })
export class WithdrawKudosInput {
  @Field(() => ID, { description: 'Thanks that one gave.' })
  kudosId!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('PostIdeaInput', { description: 'An idea to share.' })
export class PostIdeaInput {
  @Field({ description: '1 to 120 characters.' })
  title!: string;

  @Field({ description: 'Plain text, 1 to 4,000 characters.' })
  text!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('WithdrawIdeaInput', { description: 'Which idea to take back.' })
export class WithdrawIdeaInput {
  @Field(() => ID, { description: "An idea of one's own." })
  ideaId!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('CreatePollInput', { description: 'A question to everybody.' })
export class CreatePollInput {
  @Field({ description: '1 to 200 characters.' })
  question!: string;

  @Field(() => [String], { description: '2 to 10 different options of 1 to 100 characters.' })
  options!: string[];

  @Field(() => Date, { description: 'One hour to 90 days from now.' })
  closesAt!: Date;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('WithdrawPollInput', { description: 'Which poll.' })
export class WithdrawPollInput {
  @Field(() => ID, { description: "A poll of one's own in which nobody voted." })
  pollId!: string;
}

@InputType('VotePollInput', { description: 'A vote, for good.' })
export class VotePollInput {
  @Field(() => ID, { description: 'A poll that is open.' })
  pollId!: string;

  @Field(() => Int, { description: 'The number of the option, from 1.' })
  option!: number;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}
