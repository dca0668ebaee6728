import { isId, newId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { editPortfolioItem, LONGEST_PORTFOLIO, PortfolioItem } from '../domain/portfolio-item.ts';
import type { PortfolioEdit, PortfolioItemInvalid } from '../domain/portfolio-item.ts';
import { lockProfile } from '../storage/profiles.store.ts';
import { arrayLiteral } from '../storage/sql.ts';
import { actingUser } from './acting-user.ts';

export interface PortfolioEdited {
  readonly userId: string;
  /** Null after a removal or a new order. */
  readonly item: PortfolioItem | null;
}

/** Appends an item to one's own portfolio. */
export async function addPortfolioItem(
  scope: Scope,
  input: { edit: PortfolioEdit },
): Promise<PortfolioEdited | PortfolioItemInvalid | Refusal<'PortfolioFull'>> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    await lockProfile(tx, userId);
    const [held] = await tx.sql<{ items: number; next: number }>(
      'select count(*)::int as items, coalesce(max(position) + 1, 0) as next from portfolio_item where user_id = ?',
      [userId],
    );
    if (held!.items >= LONGEST_PORTFOLIO) return refusal('PortfolioFull', `At most ${LONGEST_PORTFOLIO} items.`);
    const now = scope.clock.now();
    const item = Object.assign(new PortfolioItem(), {
      id: newId(),
      userId,
      position: held!.next,
      createdAt: now,
      updatedAt: now,
    });
    const invalid = editPortfolioItem(item, input.edit);
    if (invalid) return invalid;
    tx.em.persist(item);
    return { userId, item };
  });
}

export async function updatePortfolioItem(
  scope: Scope,
  input: { itemId: string; edit: PortfolioEdit },
): Promise<PortfolioEdited | PortfolioItemInvalid | Refusal<'NotFound'>> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    await lockProfile(tx, userId);
    const item = await ownItem(tx, userId, input.itemId);
    if (!item) return noSuchItem();
    const invalid = editPortfolioItem(item, input.edit);
    if (invalid) return invalid;
    item.updatedAt = scope.clock.now();
    return { userId, item };
  });
}

export async function removePortfolioItem(
  scope: Scope,
  input: { itemId: string },
): Promise<PortfolioEdited | Refusal<'NotFound'>> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    await lockProfile(tx, userId);
    const item = await ownItem(tx, userId, input.itemId);
    if (!item) return noSuchItem();
    tx.em.remove(item);
    return { userId, item: null };
  });
}

/** Puts one's own items in a new order, which must name each of them once. */
export async function orderPortfolio(
  scope: Scope,
  input: { itemIds: readonly string[] },
): Promise<PortfolioEdited | Refusal<'PortfolioOrderInvalid'>> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    await lockProfile(tx, userId);
    const items = await tx.sql<{ id: string }>('select id from portfolio_item where user_id = ?', [userId]);
    const wanted = new Set(input.itemIds);
    if (
      wanted.size !== input.itemIds.length ||
      wanted.size !== items.length ||
      items.some((item) => !wanted.has(item.id))
    )
      return refusal('PortfolioOrderInvalid', 'A new order names each item of your portfolio exactly once.');
    await tx.sql(
      `update portfolio_item set position = wanted.place - 1, updated_at = ?
         from unnest(?::uuid[]) with ordinality as wanted (id, place)
        where portfolio_item.id = wanted.id and portfolio_item.user_id = ?`,
      [scope.clock.now(), arrayLiteral(input.itemIds), userId],
    );
    return { userId, item: null };
  });
}

async function ownItem(tx: Transaction, userId: string, itemId: string): Promise<PortfolioItem | null> {
  return isId(itemId) ? tx.em.findOne(PortfolioItem, { id: itemId, userId }) : null;
}

function noSuchItem(): Refusal<'NotFound'> {
  return refusal('NotFound', 'There is no such item in your portfolio.');
}
