import { Directive, Field, ID, ObjectType } from 'type-graphql';

/**
 * The one entity of a person that every subgraph may reference by id. Fields beyond these come from field resolvers, here and in
 * other subgraphs.
 */
@Directive('@key(fields: "id")')
@ObjectType('User', { description: 'A person on the platform.' })
export class User {
  @Field(() => ID, { description: 'UUIDv7, the same in every subgraph.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name that the person chose to be shown by; null until chosen.',
  })
  displayName!: string | null;
}
