import { Field, InputType, Int } from 'type-graphql';
import { Availability } from './availability.type.ts';

const text = (description: string) => ({
  nullable: true,
  description: `${description} Left out: stays; null: is emptied.`,
});

@InputType('UpdateProfileInput', { description: "An edit of one's own profile. Fields that are left out stay." })
export class UpdateProfileInput {
  @Field(() => Int, {
    description: 'The version that the edit starts from; another one is answered with ProfileOutdated.',
  })
  expectedVersion!: number;

  @Field(() => String, text('3 to 30 letters, digits or underscores, a letter first; unique.'))
  username?: string | null;

  @Field(() => String, text('At most 80 characters.'))
  firstName?: string | null;

  @Field(() => String, text('At most 80 characters.'))
  lastName?: string | null;

  @Field(() => String, text('The name to be shown by, at most 80 characters.'))
  displayName?: string | null;

  @Field(() => String, text('At most 40 characters.'))
  nickname?: string | null;

  @Field(() => String, text('At most 280 characters; counts for completeness from 50 on.'))
  bio?: string | null;

  @Field(() => String, text('At most 80 characters.'))
  location?: string | null;

  @Field(() => String, text('An https address of at most 200 characters.'))
  websiteUrl?: string | null;

  @Field(() => String, text('A time zone of the IANA database.'))
  timezone?: string | null;

  @Field(() => Availability, text('How much time one has.'))
  availability?: string | null;

  @Field(() => String, text('A day that is not in the future: 2019-04-01.'))
  experienceStartDate?: string | null;

  @Field(() => [String], text('At most 20 of at most 40 characters.'))
  interests?: string[] | null;

  @Field(() => [String], text('At most 20 of at most 40 characters.'))
  languages?: string[] | null;
}

const choice = (description: string) => ({ nullable: true, description: `${description} Left out: stays.` });

@InputType('UpdatePrivacyInput', {
  description: "Who may see what of one's own profile. Fields that are left out stay.",
})
export class UpdatePrivacyInput {
  @Field(() => Int, {
    description: 'The version that the edit starts from; another one is answered with ProfileOutdated.',
  })
  expectedVersion!: number;

  @Field(() => Boolean, choice('Whether signed-in people find and see the profile.'))
  isPublic?: boolean | null;

  @Field(() => Boolean, choice('Whether others see when one was last active.'))
  showActivity?: boolean | null;

  @Field(() => Boolean, choice('Whether others see the skills.'))
  showSkills?: boolean | null;

  @Field(() => Boolean, choice('Whether others see the reputation.'))
  showReputation?: boolean | null;

  @Field(() => Boolean, choice('Whether the hub sees the exact share.'))
  showExactPercToHub?: boolean | null;
}
