import { ArgsType, Args, Ctx, Directive, Field, ID, Query, Resolver } from 'type-graphql';
import { connectionType, PageArgs, readConnection } from '#chassis/graphql/connection';
import type { Scope } from '#chassis/mount/scope';
import { searchUsers } from '../reads/search-users.ts';
import { User } from './user.type.ts';

const FoundUserConnection = connectionType(() => User, 'FoundUser');

@ArgsType()
class SearchUsersArgs extends PageArgs {
  @Field({ defaultValue: '', description: 'A name or user name, also a misspelt one; empty: everybody.' })
  query: string = '';

  @Field(() => [ID], {
    nullable: true,
    description: 'Skills of the catalogue, each of which is held and shown; at most 10.',
  })
  skillIds?: string[] | null;

  @Field({ defaultValue: '', description: 'A part of the location.' })
  location: string = '';
}

@Resolver()
export class SearchResolver {
  @Directive('@requiresScopes(scopes: [["user.read"]])')
  @Directive('@cost(weight: 20)')
  @Query(() => FoundUserConnection, {
    nullable: true,
    description: 'Active people with a public profile, best match first.',
  })
  async searchUsers(@Args(() => SearchUsersArgs) args: SearchUsersArgs, @Ctx() scope: Scope) {
    const search = {
      query: args.query.slice(0, 100),
      skillIds: (args.skillIds ?? []).slice(0, 10),
      location: args.location.slice(0, 80),
    };
    return readConnection(
      scope,
      { name: 'searchUsers', filter: search },
      args,
      (page) => searchUsers(scope, search, page),
      (found): User => found.user,
    );
  }
}
