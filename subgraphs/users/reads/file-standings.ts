import { isId, type Id } from '#kernel/id';
import type { Scope } from '#chassis/mount/scope';
import { maySeeUser } from '../domain/policy.ts';
import { personsShownBy } from '../storage/avatars.store.ts';
import { readingSql } from '../storage/sql.ts';
import { subjectsFor } from '../storage/subjects.store.ts';

export interface FileViewer {
  readonly userId: Id | null;
  readonly permissions: readonly string[];
}

/** How files of this subgraph stand, for a viewer whom the gateway names: a picture is seen by whoever sees the person. */
export async function fileStandings(
  scope: Scope,
  ids: readonly string[],
  viewer: FileViewer,
): Promise<{ id: string; kept: boolean; readable: boolean }[]> {
  if (ids.length > 1_000) throw new Error('at most 1,000 files are asked for at once');
  const sql = readingSql(scope.em);
  const persons = await personsShownBy(sql, ids.filter(isId));
  const subjects = await subjectsFor(sql, viewer.userId, [...persons.values()]);
  const asker = { kind: viewer.userId === null ? ('anonymous' as const) : ('user' as const), ...viewer };
  return ids.map((id) => {
    const subject = subjects.get(persons.get(id) ?? '');
    return { id, kept: persons.has(id), readable: subject !== undefined && maySeeUser(asker, subject) };
  });
}
