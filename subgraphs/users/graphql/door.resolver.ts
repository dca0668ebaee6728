import { GraphQLError } from 'graphql';
import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql';
import { DateTime } from '#chassis/graphql/scalars';
import type { Scope } from '#chassis/mount/scope';
import { publishKeys } from '../actions/rotate-signing-keys.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { accessChanges, ResumeTooOld, type AccessMessage } from '../reads/access-changes.ts';
import { sessionAccess } from '../reads/session-access.ts';

@Directive('@inaccessible')
@ObjectType('SessionAccess', { description: 'Whether tokens of a session are to be believed.' })
export class SessionAccess {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string;

  @Field(() => Int, { description: 'Tokens of an older epoch are stale.' })
  epoch!: number;

  @Field({ description: 'False when it has ended, or never was.' })
  active!: boolean;
}

@Directive('@inaccessible')
@ObjectType('AccessChange', { description: 'A change of access, or a heartbeat.' })
export class AccessChange {
  @Field({ description: 'Resumes after this message.' })
  token!: string;

  @Field(() => ID, { nullable: true, description: 'The session; null in a heartbeat.' })
  sessionId!: string | null;

  @Field(() => Int, { description: 'Its epoch now; 0 in a heartbeat.' })
  epoch!: number;

  @Field({ description: 'Whether it lives; true in a heartbeat.' })
  active!: boolean;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
}

/** What the door asks of identity, directly and under its own seal; no client can see these fields. */
@Resolver()
export class DoorResolver {
  @Directive('@inaccessible')
  @Query(() => String, { description: 'The public signing keys, a JWKS as JSON.' })
  async signingKeys(@Ctx() scope: Scope<UsersPorts>): Promise<string> {
    return publishKeys(scope);
  }

  @Directive('@inaccessible')
  @Query(() => [SessionAccess], { description: 'The access state of sessions, at most 1,000.' })
  async sessionAccess(
    @Arg('sessionIds', () => [ID], { description: 'Which sessions.' }) sessionIds: string[],
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<SessionAccess[]> {
    return sessionAccess(scope, sessionIds);
  }

  @Directive('@inaccessible')
  @Subscription(() => AccessChange, {
    description:
      'Every change of access as it happens, and a heartbeat at least each second. Resumable for ten minutes.',
    subscribe: ({ args, context }) => follow(context as Scope, (args as { after?: string | null }).after),
  })
  accessChanged(
    @Arg('after', () => String, { nullable: true, description: 'The token of the last message seen.' }) _after: string,
    @Root() message: AccessMessage,
  ): AccessChange {
    const { token, session, at } = message;
    return {
      token,
      at,
      sessionId: session?.sessionId ?? null,
      epoch: session?.epoch ?? 0,
      active: session?.active ?? true,
    };
  }
}

/** A token that cannot be honoured is refused before the stream begins, with a code of its own. */
async function follow(scope: Scope, after: string | null | undefined): Promise<AsyncGenerator<AccessMessage>> {
  try {
    return await accessChanges(scope, after);
  } catch (fault) {
    if (!(fault instanceof ResumeTooOld)) throw fault;
    throw new GraphQLError(fault.message, { extensions: { code: 'RESUME_TOO_OLD' } });
  }
}
