import { Arg, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '#chassis/mount/scope';
import { revokeSession, signOut, signOutEverywhere } from '../actions/end-own-sessions.ts';
import { stepUp } from '../actions/step-up.ts';
import { deviceName } from '../domain/session.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { accountLoader } from '../reads/account.loader.ts';
import { ownSessions } from '../reads/own-sessions.ts';
import { Account } from './account.type.ts';
import { RevokeSessionInput, StepUpInput } from './session.input.ts';
import {
  RevokeSessionResult,
  Session,
  SignedOut,
  SignOutEverywhereResult,
  SignOutResult,
  StepUpResult,
} from './session.type.ts';
import { User } from './user.type.ts';

type UsersScope = Scope<UsersPorts>;

@Resolver(() => User)
export class SessionResolver {
  @Directive('@authenticated')
  @FieldResolver(() => Account, {
    nullable: true,
    description: 'How the user signs in. For the user and for administrators.',
  })
  async account(@Root() user: User, @Ctx() scope: UsersScope): Promise<Account | null> {
    return (await scope.loader(accountLoader).load(user.id)) as Account | null;
  }

  @Directive('@authenticated')
  @Query(() => [Session], { nullable: true, description: 'Your live sessions, the latest used first.' })
  async mySessions(@Ctx() scope: UsersScope): Promise<Session[]> {
    const sessions = await ownSessions(scope);
    return sessions.map(({ id, ip, userAgent, startedAt, lastUsedAt, endsAt }) => {
      const isCurrent = id === scope.caller.sessionId;
      return { id, ip, device: deviceName(userAgent), isCurrent, startedAt, lastUsedAt, endsAt };
    });
  }

  @Directive('@authenticated')
  @Mutation(() => SignOutResult, { nullable: true, description: 'Ends this session, everywhere within five seconds.' })
  async signOut(@Ctx() scope: UsersScope): Promise<SignedOut> {
    return signOut(scope);
  }

  @Directive('@authenticated')
  @Mutation(() => SignOutEverywhereResult, {
    nullable: true,
    description: 'Ends every session of yours, this one included.',
  })
  async signOutEverywhere(@Ctx() scope: UsersScope): Promise<SignedOut> {
    return signOutEverywhere(scope);
  }

  @Directive('@authenticated')
  @Mutation(() => RevokeSessionResult, { nullable: true, description: 'Ends one of your sessions.' })
  async revokeSession(@Arg('input', { description: 'Which.' }) input: RevokeSessionInput, @Ctx() scope: UsersScope) {
    return revokeSession(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => StepUpResult, {
    nullable: true,
    description: 'Proves again who you are; what answered StepUpRequired then works.',
  })
  async stepUp(@Arg('input', { description: 'The proof.' }) input: StepUpInput, @Ctx() scope: UsersScope) {
    return stepUp(scope, input);
  }
}
