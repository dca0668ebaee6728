import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** What a subgraph that owns files answers to the gateway's `fileStandings`; no client can see it. */
@Directive('@inaccessible')
@Directive('@shareable')
@ObjectType('FileStanding', { description: 'How a file of the subgraph stands.' })
export class FileStanding {
  @Field(() => ID, { description: 'The file.' })
  id!: string;

  @Field({ description: 'Whether something still is this file; otherwise its bytes are removed.' })
  kept!: boolean;

  @Field({ description: 'Whether the viewer may read it.' })
  readable!: boolean;
}
