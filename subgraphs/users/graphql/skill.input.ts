import { IsOptional, Matches } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { PLAIN_LINES } from '#kernel/plain-text';

@InputType('AddSkillInput', { description: "A skill to add to one's own." })
export class AddSkillInput {
  @Field(() => ID, { description: 'A skill of the catalogue.' })
  skillId!: string;

  @Field(() => Int, { description: 'How good one is at it, 1 to 5.' })
  level!: number;
}

@InputType('SetSkillLevelInput', { description: "Another level of a skill of one's own." })
export class SetSkillLevelInput {
  @Field(() => ID, { description: "A skill of one's own." })
  skillId!: string;

  @Field(() => Int, { description: 'How good one is at it, 1 to 5; another level is not verified.' })
  level!: number;
}

@InputType('RemoveSkillInput', { description: "A skill to remove from one's own." })
export class RemoveSkillInput {
  @Field(() => ID, { description: "A skill of one's own." })
  skillId!: string;
}

@InputType('EndorseSkillInput', { description: 'Whose skill to vouch for.' })
export class EndorseSkillInput {
  @Field(() => ID, { description: 'The person; not oneself.' })
  userId!: string;

  @Field(() => ID, { description: 'A skill that the person shows.' })
  skillId!: string;

  @IsOptional()
  @Matches(PLAIN_LINES, { message: 'note contains control characters' })
  @Field(() => String, { nullable: true, description: 'A few words, at most 200 characters.' })
  note?: string | null;
}

@InputType('VerifySkillInput', { description: 'Whose skill to confirm.' })
export class VerifySkillInput {
  @Field(() => ID, { description: 'The person; not oneself.' })
  userId!: string;

  @Field(() => ID, { description: 'A skill that the person has.' })
  skillId!: string;
}
