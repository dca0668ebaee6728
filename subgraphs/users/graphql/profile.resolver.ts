import { Arg, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Refusal } from '#kernel/refusal';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { updatePrivacy, updateProfile } from '../actions/update-profile.ts';
import { profileLoader } from '../reads/profile.loader.ts';
import { userByUsername } from '../reads/public-profile.ts';
import { seesSection, visibleUser } from '../reads/user.loader.ts';
import { ProfileInvalid, ProfileOutdated, UsernameTaken } from './people.refusal.ts';
import { UpdatePrivacyInput, UpdateProfileInput } from './profile.input.ts';
import { Profile } from './profile.type.ts';
import { aboutUser, ProfileUpdated } from './people.result.ts';
import { User } from './user.type.ts';

const UpdateProfileResult = resultUnion('UpdateProfileResult', [
  ProfileUpdated,
  ProfileInvalid,
  ProfileOutdated,
  UsernameTaken,
]);
const UpdatePrivacyResult = resultUnion('UpdatePrivacyResult', [ProfileUpdated, ProfileOutdated]);

@Resolver(() => User)
export class ProfileResolver {
  @Directive('@authenticated')
  @FieldResolver(() => Profile, { nullable: true, description: 'What the person says of himself.' })
  async profile(@Root() user: User, @Ctx() scope: Scope): Promise<Profile | null> {
    if (!(await visibleUser(scope, user.id))) return null;
    const [view, active] = await Promise.all([
      scope.loader(profileLoader).load(user.id),
      seesSection(scope, user.id, 'activity'),
    ]);
    if (!view) return null;
    return {
      ...view,
      interests: [...view.interests],
      languages: [...view.languages],
      missing: [...view.missing],
      lastActiveAt: active ? view.lastActiveAt : null,
    };
  }

  @Directive('@authenticated')
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether the person lets the asker see his reputation.',
  })
  async showsReputation(@Root() user: User, @Ctx() scope: Scope): Promise<boolean> {
    return seesSection(scope, user.id, 'reputation');
  }

  @Directive('@authenticated')
  @FieldResolver(() => Boolean, { nullable: true, description: 'Whether the person lets the asker see his activity.' })
  async showsActivity(@Root() user: User, @Ctx() scope: Scope): Promise<boolean> {
    return seesSection(scope, user.id, 'activity');
  }

  @Directive('@requiresScopes(scopes: [["user.read"]])')
  @Query(() => User, {
    nullable: true,
    description: 'The person under this user name; null also when one may not see him.',
  })
  async publicProfile(
    @Arg('username', { description: 'The user name, in any case.' }) username: string,
    @Ctx() scope: Scope,
  ): Promise<User | null> {
    return userByUsername(scope, username);
  }

  @Directive('@authenticated')
  @Mutation(() => UpdateProfileResult, { nullable: true, description: "Edits one's own profile." })
  async updateProfile(
    @Arg('input', { description: 'The edit.' }) input: UpdateProfileInput,
    @Ctx() scope: Scope,
  ): Promise<ProfileUpdated | Refusal> {
    const { expectedVersion, ...edit } = input;
    return aboutUser(scope, await updateProfile(scope, { edit, expectedVersion }));
  }

  @Directive('@authenticated')
  @Mutation(() => UpdatePrivacyResult, {
    nullable: true,
    description: "Changes who may see what of one's own profile.",
  })
  async updatePrivacy(
    @Arg('input', { description: 'The edit.' }) input: UpdatePrivacyInput,
    @Ctx() scope: Scope,
  ): Promise<ProfileUpdated | Refusal> {
    const { expectedVersion, ...edit } = input;
    return aboutUser(scope, await updatePrivacy(scope, { edit, expectedVersion }));
  }
}
