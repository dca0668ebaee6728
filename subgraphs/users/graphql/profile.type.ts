import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Availability } from './availability.type.ts';

@ObjectType('ProfilePrivacy', {
  description: 'Who may see what of a profile; only its owner and administrators read it.',
})
export class ProfilePrivacy {
  @Field({ description: 'Whether signed-in people find and see the profile at all; connections always do.' })
  isPublic!: boolean;

  @Field({ description: 'Whether others see when the person was last active.' })
  showActivity!: boolean;

  @Field({ description: 'Whether others see the skills and find the person by them.' })
  showSkills!: boolean;

  @Field({ description: 'Whether others see the reputation.' })
  showReputation!: boolean;

  @Field({ description: 'Whether the hub sees the exact share of the person instead of a range.' })
  showExactPercToHub!: boolean;
}

@ObjectType('Profile', { description: 'What a person says of himself.' })
export class Profile {
  @Field(() => ID, { description: 'The id of the user whose profile this is.' })
  userId!: string;

  @Field(() => String, { nullable: true, description: 'Unique, lower case; the address of the public profile.' })
  username!: string | null;

  @Field(() => String, { nullable: true, description: 'First name, at most 80 characters.' })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: 'Last name, at most 80 characters.' })
  lastName!: string | null;

  @Field(() => String, { nullable: true, description: 'Nickname, at most 40 characters.' })
  nickname!: string | null;

  @Field(() => String, { nullable: true, description: 'A few words about oneself, at most 280 characters.' })
  bio!: string | null;

  @Field(() => String, { nullable: true, description: 'Where the person lives or works, at most 80 characters.' })
  location!: string | null;

  @Field(() => String, { nullable: true, description: 'An https address of at most 200 characters.' })
  websiteUrl!: string | null;

  @Field(() => String, { nullable: true, description: 'A time zone of the IANA database, such as Europe/Paris.' })
  timezone!: string | null;

  @Field(() => Availability, { nullable: true, description: 'How much time the person has.' })
  availability!: string | null;

  @Field(() => [String], { description: 'What the person cares about, at most 20.' })
  interests!: string[];

  @Field(() => [String], { description: 'Languages that the person speaks, at most 20.' })
  languages!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The day on which the professional experience began: 2019-04-01.',
  })
  experienceStartDate!: string | null;

  @Field(() => Date, { nullable: true, description: 'The last sign-in; null when it is not shown.' })
  lastActiveAt!: Date | null;

  @Field(() => Int, { nullable: true, description: '0 to 100; complete from 80 on. For the owner and administrators.' })
  completeness!: number;

  @Field(() => [String], {
    nullable: true,
    description: 'What is missing for 100, heaviest first. For the owner and administrators.',
  })
  missing!: string[];

  @Field(() => Date, {
    nullable: true,
    description: 'When the profile was first complete. For the owner and administrators.',
  })
  completedAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Counts the edits: give it as expectedVersion. For the owner and administrators.',
  })
  version!: number;

  @Field(() => ProfilePrivacy, { nullable: true, description: 'Who may see what. For the owner and administrators.' })
  privacy!: ProfilePrivacy;
}
