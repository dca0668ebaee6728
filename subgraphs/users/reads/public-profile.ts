import type { Scope } from '#chassis/mount/scope';
import { readingSql } from '../storage/sql.ts';
import type { Subject } from '../storage/subjects.store.ts';
import { visibleUser } from './user.loader.ts';

/** The user under this user name whom the caller may see; nobody has it and one may not see him look the same. */
export async function userByUsername(scope: Scope, username: string): Promise<Subject | null> {
  const [row] = await readingSql(scope.em)<{ user_id: string }>('select user_id from profile where username = ?', [
    username.trim().toLowerCase(),
  ]);
  return row ? visibleUser(scope, row.user_id) : null;
}
