import { Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { Scope } from '#chassis/mount/scope';
import { visibleUser } from '../reads/user.loader.ts';
import { User } from './user.type.ts';

@Resolver(() => User)
export class UserResolver {
  @Directive('@authenticated')
  @Query(() => User, { nullable: true, description: 'The person who asks.' })
  async me(@Ctx() scope: Scope): Promise<User | null> {
    return scope.caller.userId ? visibleUser(scope, scope.caller.userId) : null;
  }
}

/** Forbidden and missing both answer null. */
export async function resolveUser(reference: { id: string }, scope: Scope): Promise<User | null> {
  return visibleUser(scope, reference.id);
}
