import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';
import { User } from './player.type.ts';

export enum BadgeCategory {
  FOUNDER = 'FOUNDER',
  INVESTOR = 'INVESTOR',
  COLLABORATOR = 'COLLABORATOR',
  LEARNER = 'LEARNER',
  LEADER = 'LEADER',
  INNOVATOR = 'INNOVATOR',
  COMMUNITY = 'COMMUNITY',
  SPECIAL = 'SPECIAL',
}

registerEnumType(BadgeCategory, {
  name: 'BadgeCategory',
  description: 'What a badge is for.',
  valuesConfig: {
    FOUNDER: { description: 'Bringing ventures to life.' },
    INVESTOR: { description: 'Investing.' },
    COLLABORATOR: { description: 'Working with others.' },
    LEARNER: { description: 'Learning and proving it.' },
    LEADER: { description: 'Setting and reaching goals.' },
    INNOVATOR: { description: 'Ideas.' },
    COMMUNITY: { description: 'Being there for others.' },
    SPECIAL: { description: 'Everything else: levels, streaks, firsts.' },
  },
});

export enum BadgeRarity {
  COMMON = 'COMMON',
  UNCOMMON = 'UNCOMMON',
  RARE = 'RARE',
  EPIC = 'EPIC',
  LEGENDARY = 'LEGENDARY',
}

registerEnumType(BadgeRarity, {
  name: 'BadgeRarity',
  description: 'How much it takes.',
  valuesConfig: {
    COMMON: { description: 'Nearly everybody gets there.' },
    UNCOMMON: { description: 'Takes some doing.' },
    RARE: { description: 'Takes persistence.' },
    EPIC: { description: 'Few have it.' },
    LEGENDARY: { description: 'Hardly anybody has it.' },
  },
});

@ObjectType('Badge', { description: 'One badge of the catalogue.' })
export class BadgeType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'Its stable name: IDEA_GENERATOR_1.' })
  code!: string;

  @Field({ description: 'What people call it.' })
  title!: string;

  @Field({ description: 'What it is given for.' })
  description!: string;

  @Field(() => BadgeCategory, { description: 'What it is for.' })
  category!: BadgeCategory;

  @Field(() => BadgeRarity, { description: 'How much it takes.' })
  rarity!: BadgeRarity;

  @Field(() => String, { nullable: true, description: 'The family whose tier it is; null when it stands alone.' })
  family!: string | null;

  @Field(() => Int, { description: '1 is the lowest tier of its family.' })
  tier!: number;

  @Field(() => Date, { nullable: true, description: 'From then on nobody earns it any more.' })
  retiredAt!: Date | null;

  /** Not in the graph as it is: shown as JSON text. */
  rule!: unknown;
}

@ObjectType('BadgeProgress', { description: 'How far somebody is on the way to a badge: n of m.' })
export class BadgeProgressType {
  @Field(() => Int, { description: 'n: what is done; m when the rule holds.' })
  have!: number;

  @Field(() => Int, { description: 'm: what the rule asks for.' })
  need!: number;
}

@ObjectType('BadgeBackfill', { description: 'How far the look at players who were there before the badge is.' })
export class BadgeBackfillType {
  @Field(() => Int, { description: 'Players when it began.' })
  playersTotal!: number;

  @Field(() => Int, { description: 'Players looked at; those who joined meanwhile included.' })
  playersDone!: number;

  @Field(() => Int, { description: 'To how many of them it gave the badge.' })
  awarded!: number;

  @Field(() => Date, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ended; null as long as it runs.' })
  finishedAt!: Date | null;
}

@ObjectType('EarnedBadge', { description: 'A badge that somebody holds.' })
export class EarnedBadgeType {
  @Field(() => ID, { description: 'The id of the award.' })
  id!: string;

  @Field(() => Date, { description: 'When it was earned, in business time.' })
  awardedAt!: Date;

  /** Not in the graph: whose it is, and which badge. */
  userId!: string;
  badgeId!: string;
}

export const EarnedBadgeConnection = connectionType(() => EarnedBadgeType, 'EarnedBadge');

@ObjectType('BadgeEvidence', { description: 'A fact that helped to earn a badge.' })
export class BadgeEvidenceType {
  @Field(() => ID, { description: 'The id of the fact.' })
  id!: string;

  @Field({ description: 'What was done: IDEA, KUDOS_GIVEN, SKILL_VERIFIED ...' })
  kind!: string;

  @Field(() => ID, { nullable: true, description: 'What it was about; null when it is about nothing in particular.' })
  subjectId!: string | null;

  @Field(() => Date, { description: 'When it happened, in business time.' })
  happenedAt!: Date;

  /** Not in the graph as it is: the other person. */
  counterpartId!: string | null;
}

export const BadgeEvidenceConnection = connectionType(() => BadgeEvidenceType, 'BadgeEvidence');

@ObjectType('BadgeEarned', { description: 'Somebody earned a badge, just now.' })
export class BadgeEarnedType {
  @Field(() => ID, { description: 'The id of the award.' })
  id!: string;

  @Field(() => Date, { description: 'When it was earned, in business time.' })
  awardedAt!: Date;

  @Field(() => User, { nullable: true, description: 'Who earned it.' })
  user!: User | null;
}

@ObjectType('BadgeCreated', { description: 'The badge is in the catalogue.' })
export class BadgeCreated {
  @Field(() => ID, { description: 'Its id.' })
  badgeId!: string;
}

@ObjectType('BadgeRetired', { description: 'Nobody earns the badge any more.' })
export class BadgeRetired {
  @Field(() => ID, { description: 'Its id.' })
  badgeId!: string;
}

@ObjectType('BadgeRevoked', { description: 'The badge was taken back, with the XP that it brought.' })
export class BadgeRevoked {
  @Field(() => ID, { description: 'The id of the award.' })
  awardId!: string;
}

@InputType('CreateBadgeInput', { description: 'A new badge. Its rule stays as it is: another rule is another badge.' })
export class CreateBadgeInput {
  @Field({ description: 'A WORD in capitals that no badge has yet.' })
  code!: string;

  @Field({ description: '1 to 80 characters.' })
  title!: string;

  @Field({ description: 'What it is given for, 1 to 280 characters.' })
  description!: string;

  @Field(() => BadgeCategory, { description: 'What it is for.' })
  category!: BadgeCategory;

  @Field(() => BadgeRarity, { description: 'How much it takes.' })
  rarity!: BadgeRarity;

  @Field(() => String, { nullable: true, description: 'The family whose tier it is, a WORD in capitals.' })
  family?: string | null;

  @Field(() => Int, { defaultValue: 1, description: '1 to 10; one badge per family and tier.' })
  tier!: number;

  @Field({ description: 'When it is earned, as JSON text: {"count": {"kinds": ["IDEA"], "atLeast": 3}}.' })
  rule!: string;
}

@InputType('RetireBadgeInput', { description: 'Which badge.' })
export class RetireBadgeInput {
  @Field(() => ID, { description: 'A badge that can be earned.' })
  badgeId!: string;
}

@InputType('RevokeBadgeInput', { description: 'Which award, and why.' })
export class RevokeBadgeInput {
  @Field(() => ID, { description: 'The award: the id of an EarnedBadge.' })
  awardId!: string;

  @Field({ description: 'Why, 3 to 280 characters; the player is told.' })
  reason!: string;
}
