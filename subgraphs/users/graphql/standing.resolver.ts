import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { Refusal } from '#kernel/refusal';
import { Forbidden, NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { reinstateUser, suspendUser } from '../actions/change-standing.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { ReinstateUserInput, SuspendUserInput } from './administration.input.ts';
import { AccountStatusRefused } from './people.refusal.ts';
import { aboutUser, UserStatusChanged } from './people.result.ts';

const SuspendUserResult = resultUnion('SuspendUserResult', [
  UserStatusChanged,
  NotFound,
  Forbidden,
  AccountStatusRefused,
]);
const ReinstateUserResult = resultUnion('ReinstateUserResult', [
  UserStatusChanged,
  NotFound,
  Forbidden,
  AccountStatusRefused,
]);

@Resolver()
export class StandingResolver {
  @Directive('@requiresScopes(scopes: [["user.update"]])')
  @Mutation(() => SuspendUserResult, { nullable: true, description: 'Suspends an active user and ends his sessions.' })
  async suspendUser(
    @Arg('input', { description: 'Whom, and why.' }) input: SuspendUserInput,
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<UserStatusChanged | Refusal> {
    return aboutUser(scope, await suspendUser(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["user.update"]])')
  @Mutation(() => ReinstateUserResult, {
    nullable: true,
    description: 'Makes a suspended user active again; he signs in anew.',
  })
  async reinstateUser(
    @Arg('input', { description: 'Whom, and why.' }) input: ReinstateUserInput,
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<UserStatusChanged | Refusal> {
    return aboutUser(scope, await reinstateUser(scope, input));
  }
}
