import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';

@ObjectType('Skill', { description: 'A skill of the catalogue.' })
export class Skill {
  @Field(() => ID, { description: 'Its id, the same in every installation for the skills that come with it.' })
  id!: string;

  @Field({ description: 'Its name.' })
  name!: string;

  @Field({ description: 'ENGINEERING, DESIGN, PRODUCT, BUSINESS, LEGAL or FINANCE.' })
  category!: string;

  @Field(() => Int, { description: 'How much it is asked for, 1 to 5.' })
  demand!: number;

  @Field(() => Int, { description: 'How hard it is to learn, 1 to 5.' })
  complexity!: number;
}

@ObjectType('UserSkill', { description: 'A skill that a person says he has.' })
export class UserSkill {
  /** Not in the graph: whose it is, for the resolvers below. */
  userId!: string;

  @Field(() => Skill, { description: 'The skill.' })
  skill!: Skill;

  @Field(() => Int, { description: 'How good the person is at it, 1 to 5, by his own account.' })
  level!: number;

  @Field(() => Date, { nullable: true, description: 'When it was verified at this level; null while it is not.' })
  verifiedAt!: Date | null;

  @Field(() => Int, { description: 'How many people endorsed it.' })
  endorsementCount!: number;

  @Field({ description: 'Whether the asker endorsed it.' })
  endorsedByMe!: boolean;
}

@ObjectType('Endorsement', { description: 'Somebody vouches for a skill of somebody else.' })
export class Endorsement {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  /** Not in the graph: who vouches; `endorser` shows him to those who may see him. */
  endorserId!: string;

  @Field(() => Int, { description: "The endorser's own level in the skill then, 1 when he did not have it." })
  weight!: number;

  @Field(() => String, { nullable: true, description: 'A few words, at most 200 characters.' })
  note!: string | null;

  @Field(() => Date, { description: 'When.' })
  createdAt!: Date;
}

export const EndorsementConnection = connectionType(() => Endorsement, 'Endorsement');
