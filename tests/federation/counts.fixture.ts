import 'reflect-metadata';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { DomainEvent, EventContract } from '#kernel/event';
import { liveFeed } from '#chassis/live/feed';
import type { Scope } from '#chassis/mount/scope';
import type { Subgraph } from '#chassis/mount/subgraph';

export interface CountBody {
  readonly n: number;
}

export const counted: EventContract<CountBody> = {
  producer: 'counts',
  type: 'thing.counted',
  version: 1,
  aggregate: 'thing',
  when: 'A thing was counted.',
  body: { parse: (value) => value as CountBody },
};

@ObjectType('Count', { description: 'A thing and how often it was counted.' })
class CountType {
  @Field(() => ID, { description: 'The thing.' })
  thing!: string;

  @Field(() => Int, { description: 'How often.' })
  n!: number;
}

interface Following {
  readonly context: Scope;
  readonly args: { readonly thing: string };
}

/** A resolver's own stream: maps and leaves out, and takes no event before the last one was told. */
async function* evenOnes({ context, args }: Following): AsyncGenerator<CountBody> {
  for await (const { body } of context.live.follow<CountBody>(args.thing)) if (body.n % 2 === 0) yield body;
}

@Resolver()
class CountResolver {
  @Query(() => Int, { nullable: true, description: 'Something to ask for.' })
  one(): number {
    return 1;
  }

  @Subscription(() => CountType, {
    nullable: true,
    description: 'Every count of a thing.',
    subscribe: ({ context, args }: Following) => context.live.follow(args.thing),
  })
  counted(
    @Arg('thing', () => ID, { description: 'Which.' }) thing: string,
    @Root() { body }: DomainEvent<CountBody>,
  ): CountType {
    return { thing, n: body.n };
  }

  @Subscription(() => CountType, { nullable: true, description: 'Every second count of a thing.', subscribe: evenOnes })
  countedEven(
    @Arg('thing', () => ID, { description: 'Which.' }) thing: string,
    @Root() { n }: CountBody,
    @Ctx() _scope: Scope,
  ): CountType {
    return { thing, n };
  }
}

/** A real subgraph with an outbox, whose live fields are followed through either transport. */
export const counts: Subgraph = {
  name: 'counts',
  entities: [],
  migrations: [],
  resolvers: [CountResolver],
  references: {},
  access: {
    Query: { one: 'open' },
    Count: { thing: 'open', n: 'open' },
    Subscription: { counted: 'open', countedEven: 'open' },
  },
  publishes: [counted],
  reactions: [],
  live: [liveFeed(counted, ({ aggregateId }) => [aggregateId])],
  jobs: [],
  open: async () => ({}),
};
