import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';

@ObjectType('Level', { description: 'A step of the XP ladder.' })
export class LevelType {
  @Field({ description: 'Its name: OWLET, HAWK, EAGLE ...' })
  name!: string;

  @Field(() => Int, { description: 'The XP at which it begins.' })
  xpFrom!: number;

  @Field(() => Int, { description: 'What awards are multiplied by at this level, in basis points: 11000 is 1.1.' })
  multiplierBp!: number;
}

@ObjectType('XpEntry', { description: 'One line of the XP ledger; lines are never changed.' })
export class XpEntryType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, { description: '1, 2, 3 ... per player, without a gap.' })
  sequence!: number;

  @Field({ description: 'What earned it: PROFILE_COMPLETED, DAILY_LOGIN, SKILL_VERIFIED ...' })
  activity!: string;

  @Field(() => Int, { description: 'By how much the XP changed; below zero when something was taken back or revoked.' })
  amount!: number;

  @Field(() => Int, { description: 'What the rule was worth before it was multiplied.' })
  base!: number;

  @Field(() => Int, { description: 'What it was multiplied by for the level, in basis points.' })
  multiplierBp!: number;

  @Field(() => Int, { description: 'For the streak, in basis points: 12000 from 7 days on, 15000 from 30.' })
  streakBp!: number;

  @Field(() => Int, { description: 'For being the second, third ... of the day, in basis points.' })
  diminishingBp!: number;

  @Field(() => Int, { nullable: true, description: 'The version of the rule; null for what an administrator decided.' })
  ruleVersion!: number | null;

  @Field(() => String, { nullable: true, description: 'Why, when a person decided it.' })
  reason!: string | null;

  @Field(() => ID, { nullable: true, description: 'The line that this one takes back.' })
  compensatesId!: string | null;

  @Field(() => Int, { description: 'The sum of the ledger after this line.' })
  xpAfter!: number;

  @Field(() => Date, { description: 'Business time of the award.' })
  awardedAt!: Date;
}

export const XpEntryConnection = connectionType(() => XpEntryType, 'XpEntry');

@Directive('@key(fields: "userId")')
@ObjectType('GamificationProfile', { description: "A user's place in the game." })
export class GamificationProfile {
  @Field(() => ID, { description: 'Whose it is.' })
  userId!: string;

  @Field(() => Int, { description: 'The sum of the XP ledger.' })
  xp!: number;

  @Field(() => Date, { description: 'When the player joined, in business time.' })
  joinedAt!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType('User', { description: 'A person on the platform.' })
export class User {
  @Field(() => ID, { description: 'UUIDv7, the same in every subgraph.' })
  id!: string;
}

@ObjectType('XpAwarded', { description: 'XP arrived: one line of the ledger as it was written.' })
export class XpAwardedType {
  @Field(() => ID, { description: 'The id of the ledger line.' })
  id!: string;

  @Field({ description: 'What earned it.' })
  activity!: string;

  @Field(() => Int, { description: 'By how much the XP changed; below zero when something was taken back or revoked.' })
  amount!: number;

  @Field(() => Int, { description: 'The XP after it.' })
  xp!: number;

  @Field({ description: 'The name of the level after it.' })
  level!: string;

  @Field(() => Date, { description: 'Business time of the award.' })
  awardedAt!: Date;

  @Field(() => User, { nullable: true, description: 'Who earned it.' })
  user!: User | null;
}

@ObjectType('LevelUp', { description: 'A level was reached for the first time.' })
export class LevelUpType {
  @Field(() => ID, { description: 'The id of the event.' })
  id!: string;

  @Field({ description: 'The name of the level.' })
  level!: string;

  @Field(() => Int, { description: 'The XP with which it was reached.' })
  xp!: number;

  @Field(() => User, { nullable: true, description: 'Who reached it.' })
  user!: User | null;
}
