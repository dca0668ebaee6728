import type { Scope } from '#chassis/mount/scope';
import { maySeeHistory } from '../domain/policy.ts';
import type { Player } from '../domain/player.ts';
import { playerLoader } from './player.loader.ts';
import { publicLoader } from './rank.loader.ts';

/**
 * A player as the asker may see them. Who opted out of public boards is seen by themselves and by administrators only: an anonymous row
 * tells its XP, and a profile with the same XP beside a name would undo it.
 */
export async function visiblePlayer(scope: Scope, userId: string): Promise<Player | null> {
  if (scope.caller.kind === 'anonymous') return null;
  const [player, isPublic] = await Promise.all([
    scope.loader(playerLoader).load(userId),
    scope.loader(publicLoader).load(userId),
  ]);
  return isPublic || maySeeHistory(scope.caller, { userId }) ? player : null;
}
