import type { Id } from '#kernel/id';
import { isId } from '#kernel/id';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { Account, type AccountStatus } from '../domain/account.ts';
import { maySeeUser } from '../domain/policy.ts';

/** What anybody may learn of a user whom they may see at all. */
export interface UserRow {
  readonly id: Id;
  readonly displayName: string | null;
  readonly status: AccountStatus;
}

/** Users by id, unchecked: for reads that have their own policy. */
export const userLoader: LoaderDefinition<Id, UserRow | null> = {
  name: 'users.user',
  async load(scope, ids) {
    const rows = await scope.em.find(
      Account,
      { id: { $in: ids.filter(isId) } },
      { fields: ['id', 'displayName', 'status'], disableIdentityMap: true },
    );
    const byId = new Map<string, UserRow>(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  },
};

/** The user under this id whom the caller may see; a forbidden one looks like a missing one. */
export async function visibleUser(scope: Scope, id: Id): Promise<UserRow | null> {
  const user = await scope.loader(userLoader).load(id);
  return user && maySeeUser(scope.caller, user) ? user : null;
}
