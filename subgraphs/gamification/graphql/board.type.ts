import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';
import { GamificationProfile, User } from './player.type.ts';

export enum BoardPeriodEnum {
  ALL_TIME = 'ALL_TIME',
  MONTH = 'MONTH',
  WEEK = 'WEEK',
}
registerEnumType(BoardPeriodEnum, {
  name: 'BoardPeriod',
  description:
    'What a board counts over. Periods change at 00:00 UTC; XP that is heard late counts when it was earned.',
  valuesConfig: {
    ALL_TIME: { description: 'Everything.' },
    MONTH: { description: 'The calendar month that runs.' },
    WEEK: { description: 'The week that runs, from Monday.' },
  },
});

export enum BoardScopeEnum {
  EVERYBODY = 'EVERYBODY',
  COHORT = 'COHORT',
  FRIENDS = 'FRIENDS',
  VENTURE = 'VENTURE',
}
registerEnumType(BoardScopeEnum, {
  name: 'BoardScope',
  description: 'Who is on a board. Ranks count within it.',
  valuesConfig: {
    EVERYBODY: { description: 'All players.' },
    COHORT: { description: 'Those who began to play in the same month (UTC) as you.' },
    FRIENDS: { description: 'Yourself and your connections.' },
    VENTURE: { description: 'The members of a venture that you are a member of.' },
  },
});

export enum BoardChannelEnum {
  MINE = 'MINE',
  TOP = 'TOP',
}
registerEnumType(BoardChannelEnum, {
  name: 'BoardChannel',
  description: 'Whose moves to hear live.',
  valuesConfig: {
    MINE: { description: 'Your own, also when others pass you.' },
    TOP: { description: 'Of players within the first 100, or who leave them, when their own XP changes.' },
  },
});

@ObjectType('BoardRow', {
  description: 'A player on a board. Ordered by XP, then by who reached it earlier.',
})
export class BoardRow {
  @Field(() => Int, { description: '1 + the number of players strictly above: who is equal shares a rank.' })
  rank!: number;

  @Field(() => Int, { description: 'XP in the period of the board.' })
  xp!: number;

  @Field({ description: 'Whether it is you.' })
  isMe!: boolean;

  @Field(() => User, { nullable: true, description: 'Who it is; null when they do not want to be named.' })
  user!: User | null;
}

export const BoardRowConnection = connectionType(() => BoardRow, 'BoardRow');

@InputType('SetBoardPrivacyInput', { description: 'Whether you are named on boards.' })
export class SetBoardPrivacyInput {
  @Field({
    description: 'False: you are counted, and shown to others without a name; your game profile is hidden from them.',
  })
  isPublic!: boolean;
}

@ObjectType('BoardPrivacySet', { description: 'The choice holds from now on.' })
export class BoardPrivacySet {
  @Field({ description: 'Whether you are named.' })
  isPublic!: boolean;

  @Field(() => GamificationProfile, { nullable: true, description: 'Your place in the game.' })
  profile!: GamificationProfile | null;
}

@ObjectType('LeaderboardMoved', { description: 'A rank on the all-time board changed.' })
export class LeaderboardMoved {
  @Field(() => ID, { description: 'The id of the event, to recognise one that comes again after a resume.' })
  id!: string;

  @Field(() => Int, { description: 'The rank now.' })
  rank!: number;

  @Field(() => Int, { nullable: true, description: 'The rank that was told last; null the first time.' })
  previousRank!: number | null;

  @Field(() => Int, { description: 'The XP now.' })
  xp!: number;

  @Field({ description: 'Whether it is you.' })
  isMe!: boolean;

  @Field(() => User, { nullable: true, description: 'Who moved; null when they do not want to be named.' })
  user!: User | null;
}
