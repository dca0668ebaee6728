import { Arg, Directive, Field, Float, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { DomainEvent, EventContract } from '#kernel/event';
import { LiveEnded, type Follower } from '#chassis/live/hub';
import type { Part } from '#chassis/mount/part';
import type { Scope } from '#chassis/mount/scope';

/**
 * Which kept answers an event makes stale: `Type:id` for those that show this object, `Type` for all that may show one (something came
 * or went, or the objects have no id). Types and ids as the graph names them.
 */
export interface Staleness<Body = never> {
  readonly on: EventContract;
  tagsOf(event: DomainEvent<Body>): readonly string[];
}

const TOPIC = 'changes';
const BEAT_MS = 800;
/** Stands for everything of this subgraph. */
const EVERYTHING = '*';

@Directive('@inaccessible')
@Directive('@shareable')
@ObjectType('CacheChange', { description: 'What of kept answers is stale, or a heartbeat.' })
class CacheChange {
  @Field({ description: 'Resumes after this message.' })
  token!: string;

  @Field(() => [String], {
    description: '`Type:id`, `Type` for all of a type, or `*` for everything; none in a heartbeat.',
  })
  tags!: string[];

  @Field(() => Float, { description: 'By how much the subgraph may be behind its own changes, in ms.' })
  behindMs!: number;
}

/** The subgraph's own stream of what makes kept answers stale, for the door alone: `<subgraph>Changed`, fed by the tail of its outbox. */
export function changesPart<Ports>(subgraph: string, stale: readonly Staleness[]): Part<Ports> {
  const name = `${subgraph}Changed`;
  @Resolver()
  class ChangesResolver {
    @Directive('@inaccessible')
    @Subscription(() => CacheChange, {
      name,
      description: 'What makes kept answers stale, as it happens, and a heartbeat at least each second. Resumable.',
      subscribe: ({ args, context }) => changes(context as Scope, (args as { after?: string | null }).after, stale),
    })
    changed(
      @Arg('after', () => String, { nullable: true, description: 'The token of the last message seen.' }) _: string,
      @Root() message: CacheChange,
    ): CacheChange {
      return message;
    }
  }
  return {
    resolvers: [ChangesResolver],
    access: {
      Subscription: { [name]: 'gateway' },
      CacheChange: { token: 'gateway', tags: 'gateway', behindMs: 'gateway' },
    },
    live: stale.map(({ on }) => ({ on, topicsOf: () => [TOPIC] })),
  };
}

async function* changes(
  scope: Scope,
  after: string | null | undefined,
  stale: readonly Staleness[],
): AsyncGenerator<CacheChange> {
  let live = scope.live.follow(TOPIC, after ? { after } : {});
  let pending: ReturnType<Follower['next']> | undefined;
  const message = (tags: readonly string[]): CacheChange => ({
    token: live.token(),
    tags: [...tags],
    behindMs: Math.max(0, Date.now() - live.freshAt()),
  });
  try {
    for (;;) {
      const beat = timer(BEAT_MS);
      for (;;) {
        pending ??= live.next();
        const next = await Promise.race([pending.catch(ended), beat]);
        if (next === undefined) break;
        pending = undefined;
        if (next instanceof LiveEnded) {
          live = scope.live.follow(TOPIC); // what was missed is not known: all of it may be stale
          yield message([EVERYTHING]);
        } else if (next.done) return;
        else yield message(tagsOf(next.value, stale));
      }
      yield message([]);
    }
  } finally {
    await live.return();
  }
}

function tagsOf(event: DomainEvent, stale: readonly Staleness[]): readonly string[] {
  return stale.filter(({ on }) => on.type === event.type).flatMap(({ tagsOf: of }) => of(event as DomainEvent<never>));
}

function ended(error: unknown): LiveEnded {
  if (error instanceof LiveEnded) return error;
  throw error;
}

function timer(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
}
