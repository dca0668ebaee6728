import { Max, MaxLength, Min } from 'class-validator';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RefusalType } from '#chassis/graphql/refusal.type';
import { GamificationProfile } from './player.type.ts';

export enum StreakKindEnum {
  LOGIN = 'LOGIN',
  ACTIVITY = 'ACTIVITY',
}

registerEnumType(StreakKindEnum, {
  name: 'StreakKind',
  description: 'What a streak counts.',
  valuesConfig: {
    LOGIN: { description: 'Days on which one was here.' },
    ACTIVITY: { description: 'Days on which one did something of their own that is worth XP.' },
  },
});

@ObjectType('Streak', { description: 'Consecutive days, read from the set of local dates.' })
export class StreakType {
  @Field(() => StreakKindEnum, { description: 'What it counts.' })
  kind!: StreakKindEnum;

  @Field(() => Int, { description: 'The days that count; 0 when it is broken.' })
  days!: number;

  @Field(() => Int, { description: 'The longest so far.' })
  longest!: number;

  @Field(() => String, { nullable: true, description: 'Its first day: 2026-03-29. Null when it is broken.' })
  startedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'The last day that counted.' })
  lastDay!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When the next day will have been missed, unless something covers it; null when it is broken.',
  })
  safeUntil!: Date | null;
}

@ObjectType('StreakFreezes', {
  description: 'What covers a missed day. Every seventh day of the login streak earns one.',
})
export class StreakFreezes {
  @Field(() => Int, { description: 'How many there are.' })
  held!: number;

  @Field(() => Int, { description: 'How many were used.' })
  used!: number;

  @Field(() => Int, { description: 'How many one may hold.' })
  most!: number;
}

@ObjectType('PlayerDay', { description: 'Where and when the days of a player begin.' })
export class PlayerDay {
  @Field({ description: 'An IANA zone: Europe/Berlin.' })
  zone!: string;

  @Field(() => Int, { description: 'The hour at which a day begins, 0 to 6.' })
  dayStartHour!: number;

  @Field({ description: 'The day that it is now: 2026-03-29.' })
  today!: string;
}

@ObjectType('StreakBreak', { description: 'Why a streak ended.' })
export class StreakBreak {
  @Field(() => Int, { description: 'How many days it had.' })
  days!: number;

  @Field({ description: 'Its first day.' })
  startedOn!: string;

  @Field({ description: 'Its last day.' })
  lastDay!: string;

  @Field(() => [String], { description: 'The days that nothing covered, a month of them at most.' })
  missed!: string[];

  @Field({ description: 'The zone by which the first of them was counted.' })
  zone!: string;

  @Field({ description: 'The same in one sentence.' })
  explanation!: string;
}

@InputType('SetTimeZoneInput', { description: 'Where one is from now on.' })
export class SetTimeZoneInput {
  @MaxLength(64)
  @Field({ description: 'An IANA zone: Europe/Berlin.' })
  zone!: string;

  @Min(0)
  @Max(6)
  @Field(() => Int, { defaultValue: 0, description: 'The hour at which a day begins, 0 to 6.' })
  dayStartHour: number = 0;
}

@InputType('PlanStreakPauseInput', { description: 'Days off, planned ahead.' })
export class PlanStreakPauseInput {
  @MaxLength(10)
  @Field({ description: 'The first day off, tomorrow or later: 2026-03-29.' })
  firstDay!: string;

  @MaxLength(10)
  @Field({ description: 'The last day off, 14 days at most.' })
  lastDay!: string;
}

@InputType('RepairStreakInput', { description: 'Which streak to repair.' })
export class RepairStreakInput {
  @Field(() => StreakKindEnum, { description: 'Which; the covered days hold for both.' })
  streak!: StreakKindEnum;
}

@ObjectType('StreakSteered', { description: 'It holds from now on.' })
export class StreakSteered {
  @Field(() => GamificationProfile, {
    nullable: true,
    description: 'Your place in the game, with the streaks as they are now.',
  })
  profile!: GamificationProfile | null;
}

const says = (description: string) => ({ implements: RefusalType, description });

@ObjectType('TimeZoneUnknown', says('There is no such IANA zone.'))
export class TimeZoneUnknown extends RefusalType {}

@ObjectType('StreakPauseInvalid', says('A pause begins tomorrow or later and has 1 to 14 days.'))
export class StreakPauseInvalid extends RefusalType {
  @Field({ description: 'The earliest first day.' })
  earliest!: string;

  @Field(() => Int, { description: 'How many days it may have.' })
  longestDays!: number;
}

@ObjectType('StreakPauseTooSoon', says('Between two pauses lie 30 days.'))
export class StreakPauseTooSoon extends RefusalType {
  @Field({ description: 'The first day that is possible.' })
  possibleFrom!: string;
}

@ObjectType(
  'StreakNotRepairable',
  says('There is nothing to repair, or it is too late, too much or too soon after the last repair.'),
)
export class StreakNotRepairable extends RefusalType {}
