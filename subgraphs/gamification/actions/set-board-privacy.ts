import type { Scope } from '#chassis/mount/scope';
import { writePrivacy } from '../storage/board-privacy.store.ts';
import { ensurePlayer } from './ensure-player.ts';

/** Whether one is named on boards. Who is not is counted as before, and shown to others without a name. */
export async function setBoardPrivacy(
  scope: Scope,
  { isPublic }: { isPublic: boolean },
): Promise<{ isPublic: boolean }> {
  const userId = scope.caller.userId!;
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    await ensurePlayer(tx, userId, now);
    await writePrivacy(tx.sql, userId, isPublic, now);
    return { isPublic };
  });
}
