import { Arg, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Refusal } from '#kernel/refusal';
import { linkTo } from '#chassis/files/link';
import { FileStanding } from '#chassis/graphql/file-standing.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { removeAvatar, uploadAvatar } from '../actions/change-avatar.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { avatarLoader } from '../reads/avatar.loader.ts';
import { fileStandings } from '../reads/file-standings.ts';
import { visibleUser } from '../reads/user.loader.ts';
import { Avatar, UploadAvatarInput } from './avatar.type.ts';
import { AvatarFileRefused } from './people.refusal.ts';
import { aboutUser, AvatarChanged } from './people.result.ts';
import { User } from './user.type.ts';

const UploadAvatarResult = resultUnion('UploadAvatarResult', [AvatarChanged, AvatarFileRefused]);
const RemoveAvatarResult = resultUnion('RemoveAvatarResult', [AvatarChanged]);

@Resolver(() => User)
export class AvatarResolver {
  @Directive('@authenticated')
  @FieldResolver(() => Avatar, { nullable: true, description: 'The picture of the person; null when there is none.' })
  async avatar(@Root() user: User, @Ctx() scope: Scope<UsersPorts>): Promise<Avatar | null> {
    if (!(await visibleUser(scope, user.id))) return null;
    const view = await scope.loader(avatarLoader).load(user.id);
    if (!view) return null;
    const { fileId, ...shown } = view;
    return { ...shown, url: linkTo(fileId, scope.ports.wall.now().getTime(), scope.ports.fileKey) };
  }

  @Directive('@authenticated')
  @Mutation(() => UploadAvatarResult, {
    nullable: true,
    description: "Sets one's own picture; the one before is removed.",
  })
  async uploadAvatar(
    @Arg('input', { description: 'The picture.' }) input: UploadAvatarInput,
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<AvatarChanged | Refusal> {
    return aboutUser(scope, await uploadAvatar(scope, input));
  }

  @Directive('@authenticated')
  @Mutation(() => RemoveAvatarResult, { nullable: true, description: "Takes one's own picture away, if there is one." })
  async removeAvatar(@Ctx() scope: Scope<UsersPorts>): Promise<AvatarChanged | Refusal> {
    return aboutUser(scope, await removeAvatar(scope));
  }

  @Directive('@inaccessible')
  @Directive('@shareable')
  @Query(() => [FileStanding], { description: 'How files of this subgraph stand, at most 1,000.' })
  async fileStandings(
    @Arg('ids', () => [ID], { description: 'Which files.' }) ids: string[],
    @Arg('viewerId', () => ID, {
      nullable: true,
      description: 'Who would read them; nobody in particular when left out.',
    })
    viewerId: string | null,
    @Arg('permissions', () => [String], { description: 'What the viewer may do.' }) permissions: string[],
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<FileStanding[]> {
    return fileStandings(scope, ids, { userId: viewerId ?? null, permissions });
  }
}
