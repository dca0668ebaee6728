import type { LoaderDefinition } from '#chassis/mount/scope';
import type { Id } from '#kernel/id';
import { maySeeAccount } from '../domain/policy.ts';
import { PortfolioItem } from '../domain/portfolio-item.ts';

/** Portfolios by user id, in their owner's order; items that are not public only for those who may. */
export const portfolioLoader: LoaderDefinition<Id, readonly PortfolioItem[]> = {
  name: 'users.portfolio',
  async load(scope, userIds) {
    const items = await scope.em.find(
      PortfolioItem,
      { userId: { $in: [...userIds] } },
      { orderBy: { position: 'asc', id: 'asc' }, disableIdentityMap: true },
    );
    const byUser = Map.groupBy(items, (item) => item.userId);
    return userIds.map((id) =>
      (byUser.get(id) ?? []).filter((item) => item.isPublic || maySeeAccount(scope.caller, item.userId)),
    );
  },
};
