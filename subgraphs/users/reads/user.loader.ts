import type { Id } from '#kernel/id';
import { isId } from '#kernel/id';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { maySeeSection, maySeeUser } from '../domain/policy.ts';
import type { Section } from '../domain/policy.ts';
import { readingSql } from '../storage/sql.ts';
import { subjectsFor } from '../storage/subjects.store.ts';
import type { Subject } from '../storage/subjects.store.ts';

/** Users by id as the policy sees them, unchecked: for reads that ask the policy themselves. */
export const userLoader: LoaderDefinition<Id, Subject | null> = {
  name: 'users.user',
  async load(scope, ids) {
    const found = await subjectsFor(readingSql(scope.em), scope.caller.userId, ids.filter(isId));
    return ids.map((id) => found.get(id) ?? null);
  },
};

/** The user under this id whom the caller may see; a forbidden one looks like a missing one. */
export async function visibleUser(scope: Scope, id: Id): Promise<Subject | null> {
  const user = await scope.loader(userLoader).load(id);
  return user && maySeeUser(scope.caller, user) ? user : null;
}

/** Whether the caller is shown this part of the user's profile. */
export async function seesSection(scope: Scope, id: Id, section: Section): Promise<boolean> {
  const user = await scope.loader(userLoader).load(id);
  return user !== null && maySeeSection(scope.caller, user, section);
}
