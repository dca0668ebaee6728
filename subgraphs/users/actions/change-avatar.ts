import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { isHandedTo, type HandedFile } from '#chassis/files/reference';
import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { avatarChanged } from '../published/people.events.ts';
import { clearAvatar, setAvatar } from '../storage/avatars.store.ts';
import { lockProfile } from '../storage/profiles.store.ts';
import { actingUser } from './acting-user.ts';
import { settleCompleteness } from './settle-completeness.ts';

export interface AvatarChanged {
  readonly userId: string;
}

/** Makes a file that was uploaded just now the picture of the one who acts; the gateway removes the bytes of the one before. */
export async function uploadAvatar(
  scope: Scope<UsersPorts>,
  input: { file: HandedFile },
): Promise<AvatarChanged | Refusal<'AvatarFileRefused'>> {
  const userId = actingUser(scope);
  const { file } = input;
  const { fileKey, wall } = scope.ports;
  // the proof lives a minute of wall time, as tokens do
  if (!isHandedTo(file, { userId, purpose: 'avatar' }, wall.now().getTime(), fileKey) || !file.width || !file.height)
    return refusal('AvatarFileRefused', 'Upload the picture with this request, or ask for a new ticket.');
  return scope.transact(async (tx) => {
    await lockProfile(tx, userId);
    const now = scope.clock.now();
    if (!(await setAvatar(tx.sql, userId, file, now)))
      return refusal('AvatarFileRefused', 'This file is a picture already: upload it again.');
    await tx.tell(avatarChanged, userId, { userId, fileId: file.id });
    await settleCompleteness(scope, tx, userId);
    return { userId };
  });
}

/** Takes the picture away. There is none as well afterwards when there was none. */
export async function removeAvatar(scope: Scope): Promise<AvatarChanged> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    await lockProfile(tx, userId);
    if (await clearAvatar(tx.sql, userId, scope.clock.now()))
      await tx.tell(avatarChanged, userId, { userId, fileId: null });
    return { userId };
  });
}
