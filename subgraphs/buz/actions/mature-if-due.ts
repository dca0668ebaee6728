import { isId } from '#kernel/id';
import type { Scope } from '#chassis/mount/scope';
import { isDue } from '../domain/stake.ts';
import { readStakes } from '../storage/stakes.store.ts';
import { matureStakes } from './mature-stakes.ts';

/** Does for one position of the caller what its schedule has not done yet, so that the schedule's lateness changes nothing. @returns whether it is his. */
export async function matureIfDue(scope: Scope, stakeId: string): Promise<boolean> {
  const [stake] = isId(stakeId) ? await readStakes(scope.em, [stakeId]) : [];
  if (stake?.userId !== scope.caller.userId) return false;
  if (isDue(stake!, scope.clock.now())) await matureStakes(scope, stakeId);
  return true;
}
