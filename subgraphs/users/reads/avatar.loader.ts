import type { Id } from '#kernel/id';
import type { LoaderDefinition } from '#chassis/mount/scope';
import { avatarsOf } from '../storage/avatars.store.ts';
import { readingSql } from '../storage/sql.ts';

export interface AvatarView {
  readonly fileId: Id;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly setAt: Date;
}

/** Pictures by user id, unchecked: whoever loads one has asked the policy. */
export const avatarLoader: LoaderDefinition<Id, AvatarView | null> = {
  name: 'users.avatar',
  async load(scope, userIds) {
    const rows = await avatarsOf(readingSql(scope.em), userIds);
    return userIds.map((id) => {
      const row = rows.get(id);
      return row
        ? {
            fileId: row.avatar_file_id,
            type: row.avatar_type,
            width: row.avatar_width,
            height: row.avatar_height,
            setAt: new Date(row.avatar_set_at),
          }
        : null;
    });
  },
};
