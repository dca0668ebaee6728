import { isId } from '#kernel/id';
import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import type { Reward } from '../domain/reward.ts';
import { readClaimable, readReward, readRewardsOf } from '../storage/rewards.store.ts';

/** What somebody earned, newest first. */
export async function rewardsOf(scope: Scope, userId: string, { first, after }: PageRequest): Promise<Page<Reward>> {
  const before = after ? String(after[0]) : null;
  const rows = await readRewardsOf(sqlOf(scope.em), userId, first, before);
  return pageOf(rows, first, ({ position }) => [position]);
}

/** One of the caller's own; null when it is somebody else's. */
export async function ownReward(scope: Scope, rewardId: string): Promise<Reward | null> {
  const { userId } = scope.caller;
  return userId ? readReward(sqlOf(scope.em), userId, rewardId) : null;
}

/** What somebody can claim now, in units. */
export const claimableLoader: LoaderDefinition<string, bigint> = {
  name: 'buz.claimable',
  async load(scope, userIds) {
    const sums = await readClaimable(sqlOf(scope.em), userIds.filter(isId), scope.clock.now());
    return userIds.map((userId) => sums.get(userId) ?? 0n);
  },
};
